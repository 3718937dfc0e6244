internal import Host
internal import Realtime
internal import Settings

/// A reload on its way: settings and model are read, checked and warmed beside the running line.
///
///     idle --request--> loading --loaded--> swapping --swapped--> idle
///                          |  refused
///                          +-----------> idle
///
/// A request during a reload is remembered: one more reload follows. No failure on the way touches
/// what serves.
struct Reloader: ~Copyable {
    /// What a loading thread came back with.
    enum Result: ~Copyable, Sendable {
        case loaded(Loader.Loaded, Settings)
        /// Why, as a sentence, and the digest of the model if it could be read.
        case refused(String, model: String?)
    }

    private let path: String
    private let wake: any Waker
    private var thread: Thread?
    private var results = Handover<Result>()
    private var nextGeneration: UInt32 = 1
    private var isAskedAgain = false
    private(set) var isBusy = false

    init(path: String, wake: any Waker) {
        self.path = path
        self.wake = wake
    }

    /// Begins to load, or remembers to when a reload is under way.
    ///
    /// - Parameter serving: The settings in force.
    /// - Returns: Whether a reload has begun now.
    /// - Throws: `.call` when the system has no room for another thread.
    mutating func request(serving: Settings) throws(HostError) -> Bool {
        if isBusy {
            isAskedAgain = true
            return false
        }
        let (path, wake, results, generation) = (path, wake, results, nextGeneration)
        thread = try Thread(name: "reload", options: .init(stackBytes: 1 << 21)) {
            results.put(Self.load(path, serving: serving, generation: generation))
            wake.signal()
        }
        nextGeneration += 1
        isBusy = true
        return true
    }

    /// What the loading thread came back with, once.
    mutating func takeResult() -> Result? {
        guard let result = results.take() else { return nil }
        if let thread = thread.take() { thread.join() }
        return result
    }

    /// The reload has ended; answers whether another one was asked for meanwhile.
    mutating func finish() -> Bool {
        isBusy = false
        defer { isAskedAgain = false }
        return isAskedAgain
    }

    private static func load(
        _ path: String, serving: Settings, generation: UInt32
    ) -> Result {
        do {
            let file = try SettingsFile.load(path)
            try StartFault.check(file)
            let settings = file.settings
            let keys = Settings.changedRestartOnlyKeys(from: serving, to: settings)
            guard keys.isEmpty else {
                return .refused(
                    "\(path): \(keys.joined(separator: ", ")) changed, which needs a restart; "
                        + "restart the line, or change back and reload", model: nil)
            }
            return .loaded(try Loader.load(settings, generation: generation), settings)
        } catch let failure as Loader.Failure {
            return .refused(failure.description, model: failure.digest)
        } catch {
            return .refused("\(error)", model: nil)
        }
    }
}
