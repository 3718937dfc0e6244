/// The options of the daemon's command line: the parser, `--help` and the manual read this table.
public enum DaemonOption: String, CaseIterable, Sendable {
    /// Which settings.
    case config = "--config"
    /// Only look whether the line would start.
    case check = "--check"
    /// Tell the version.
    case version = "--version"
    /// Tell the options.
    case help = "--help"

    /// What its value is called, where it takes one.
    public var value: String? { self == .config ? "FILE" : nil }

    /// What it does; the lines are short enough for a terminal's help.
    public var meaning: String {
        switch self {
            case .config: "the settings; \(Arguments.standardConfig) unless given"
            case .check:
                """
                read and check settings, model and golden pictures, say what would be
                done, and end: 0 all is well, 1 it would not start
                """
            case .version: "print the version"
            case .help: "print this; so does -h"
        }
    }

    /// The option with its value's name, as the help writes it.
    var spelling: String { rawValue + (value.map { " \($0)" } ?? "") }
}
