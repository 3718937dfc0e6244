/// A service manager that remembers what it was told, for tests and simulations.
public final class RecordingServiceManager: ServiceManager, Sendable {
    /// How long it claims to wait for a sign of life.
    public let watchdogInterval: Duration?
    private let told = Guarded<[ServiceState]>([])

    /// Creates one that was told nothing.
    public init(watchdogInterval: Duration? = nil) { self.watchdogInterval = watchdogInterval }

    /// What it was told so far, oldest first.
    public var states: [ServiceState] { told.withLock { $0 } }

    /// Remembers a state.
    @discardableResult
    public func tell(_ state: ServiceState) -> Errno? {
        told.withLock { $0.append(state) }
        return nil
    }
}
