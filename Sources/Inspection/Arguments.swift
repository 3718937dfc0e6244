/// The daemon's command line: two flags, read by hand.
struct Arguments: Equatable {
    enum Task: Equatable { case run, check, help, version }

    var task = Task.run
    var config = "/etc/sight/sightd.toml"

    /// Why the command line was not understood.
    struct Failure: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    static let usage = """
        usage: sightd [--config FILE] [--check]

          --config FILE  the settings; /etc/sight/sightd.toml unless given
          --check        read and check settings, model and golden pictures, say what would be
                         done, and end: 0 all is well, 1 it would not start
          --version      print the version
          --help         print this

        """

    /// Reads the words after the program's name.
    init(_ words: some Sequence<String>) throws(Failure) {
        var words = words.makeIterator()
        while let word = words.next() {
            switch word {
                case "--check": task = .check
                case "--help", "-h": task = .help
                case "--version": task = .version
                case "--config":
                    guard let path = words.next(), !path.isEmpty else {
                        throw Failure(description: "--config needs a file's path after it")
                    }
                    config = path
                case _ where word.hasPrefix("--config="):
                    config = String(word.dropFirst("--config=".count))
                default: throw Failure(description: "\(word) is not understood; see --help")
            }
        }
    }
}
