/// The daemon's command line: two flags, read by hand.
struct Arguments: Equatable {
    enum Task: Equatable { case run, check, help, version }

    var task = Task.run
    var config = standardConfig

    /// The settings that are read when no others are named.
    static let standardConfig = "/etc/sight/sightd.toml"

    /// Why the command line was not understood.
    struct Failure: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// The text of `--help`.
    static var usage: String {
        let width = DaemonOption.allCases.map(\.spelling.count).max() ?? 0
        let indent = String(repeating: " ", count: width + 4)
        let options = DaemonOption.allCases.map { option in
            let gap = String(repeating: " ", count: width - option.spelling.count + 2)
            return "  \(option.spelling)\(gap)"
                + option.meaning.split(separator: "\n").joined(separator: "\n\(indent)") + "\n"
        }
        return "usage: sightd [--config FILE] [--check]\n\n" + options.joined()
    }

    /// Reads the words after the program's name.
    init(_ words: some Sequence<String>) throws(Failure) {
        var words = words.makeIterator()
        while let word = words.next() {
            switch (word, DaemonOption(rawValue: word)) {
                case (_, .check): task = .check
                case (_, .help), ("-h", _): task = .help
                case (_, .version): task = .version
                case (_, .config):
                    guard let path = words.next(), !path.isEmpty else {
                        throw Failure(description: "\(word) needs a file's path after it")
                    }
                    config = path
                case _ where word.hasPrefix(DaemonOption.config.rawValue + "="):
                    config = String(word.dropFirst(DaemonOption.config.rawValue.count + 1))
                default: throw Failure(description: "\(word) is not understood; see --help")
            }
        }
    }
}
