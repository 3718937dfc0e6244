/// How a program of ours ends, the only place that names these numbers.
public enum ExitCode: Int32, Sendable, CaseIterable {
    /// Done as asked.
    case done = 0
    /// The answer is no: a part failed, a check failed.
    case no = 1
    /// Wrong usage: the command line or the settings.
    case usage = 2
    /// The world failed: a file, a device, the system.
    case world = 3
    /// Our fault.
    case fault = 4

    /// What it means, in one line for help and manual.
    public var meaning: String {
        switch self {
            case .done: "done"
            case .no: "the answer is no (a failed part, a check that failed)"
            case .usage: "wrong usage, or wrong settings"
            case .world: "the world failed (a file, a device, the system), or you stopped it"
            case .fault: "a fault of the program itself; please report it"
        }
    }
}
