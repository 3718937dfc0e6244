internal import CLinux
internal import Glibc

/// The signals that mean something to us, read from a descriptor instead of interrupting us.
///
/// Once a process: a later one takes the signals away from an earlier. `SIGPIPE` is ignored from
/// then on.
public struct Signals: ~Copyable, Sendable {
    private let descriptor: FileDescriptor

    /// What a signal asks for.
    public enum Signal: Sendable, CaseIterable {
        /// `SIGHUP`: read the settings again.
        case hangUp
        /// `SIGTERM`: end cleanly.
        case terminate
        /// `SIGINT`: end cleanly (Ctrl-C).
        case interrupt

        /// The signal's number.
        public var number: Int32 {
            switch self {
                case .hangUp: SIGHUP
                case .terminate: SIGTERM
                case .interrupt: SIGINT
            }
        }
    }

    /// Makes these signals readable instead of deadly.
    public init(_ signals: [Signal] = Signal.allCases) throws(HostError) {
        let numbers = signals.map(\.number)
        descriptor = FileDescriptor(
            owning: try SystemCall.check(clinux_signals_open(numbers.span), "sigaction"))
    }

    /// The descriptor to watch in an event loop: readable when a signal waits.
    public var raw: Int32 { descriptor.raw }

    /// Takes the next signal, or `nil` when none waits.
    public func next() -> Signal? {
        let number = SystemCall.expect(clinux_signals_next(descriptor.raw), "signal pipe read")
        return Signal.allCases.first { $0.number == number }
    }
}
