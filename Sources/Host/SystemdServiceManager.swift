internal import CSystemd
internal import Realtime

/// systemd, by the socket in `NOTIFY_SOCKET`; without that variable, nobody.
///
/// The corresponding C functions are `sd_notify` and `sd_watchdog_enabled`.
public struct SystemdServiceManager: ServiceManager {
    /// How long systemd waits for a sign of life; `nil` when it does not watch us.
    public let watchdogInterval: Duration?

    /// Asks systemd whether it watches us.
    public init() {
        let microseconds = csystemd_watchdog_usec()
        watchdogInterval = microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// Tells systemd our state.
    @discardableResult
    public func tell(_ state: ServiceState) -> Errno? {
        var bytes = Array(Self.lines(for: state).utf8)
        bytes.append(0)
        return SystemCall.refusal(csystemd_notify(bytes.span))
    }

    /// The lines of `sd_notify`.
    static func lines(for state: ServiceState) -> String {
        switch state {
            case .ready(let status): "READY=1\nSTATUS=\(oneLine(status))"
            case .status(let text): "STATUS=\(oneLine(text))"
            case .watchdog: "WATCHDOG=1"
            case .reloading(let instant):
                "RELOADING=1\nMONOTONIC_USEC=\(instant.nanoseconds / 1000)"
            case .stopping: "STOPPING=1"
        }
    }

    /// A line break in a status would begin another assignment.
    private static func oneLine(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
    }
}
