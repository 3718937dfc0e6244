public import Realtime

/// What a service manager is told.
public enum ServiceState: Sendable, Equatable {
    /// Started, or reloaded, with one sentence for `systemctl status`.
    case ready(status: String)
    /// One sentence for `systemctl status`.
    case status(String)
    /// Still alive.
    case watchdog
    /// New settings are being read, since this instant.
    case reloading(at: Instant)
    /// Ending.
    case stopping
}

/// Who started us and watches over us: systemd, or a test.
public protocol ServiceManager: Sendable {
    /// How long it waits for `watchdog()` before it kills us; `nil` when it does not.
    var watchdogInterval: Duration? { get }

    /// Tells it our state.
    ///
    /// - Returns: Why that failed, or `nil`; also `nil` where nobody listens.
    @discardableResult func tell(_ state: ServiceState) -> Errno?
}

extension ServiceManager {
    /// We are started, or done with a reload.
    @discardableResult
    public func ready(status: String) -> Errno? { tell(.ready(status: status)) }

    /// What we do now.
    @discardableResult
    public func status(_ text: String) -> Errno? { tell(.status(text)) }

    /// We are still alive.
    @discardableResult
    public func watchdog() -> Errno? { tell(.watchdog) }

    /// We read new settings since `instant`; `ready` ends it.
    @discardableResult
    public func reloading(at instant: Instant) -> Errno? { tell(.reloading(at: instant)) }

    /// We end.
    @discardableResult
    public func stopping() -> Errno? { tell(.stopping) }
}
