internal import Host

/// What the daemon says to the person who started it by hand.
enum Terminal {
    /// Writes to standard output.
    static func print(_ text: String) { write(text, to: 1) }

    /// Writes to standard error.
    static func complain(_ text: String) { write(text, to: 2) }

    private static func write(_ text: String, to descriptor: Int32) {
        // A closed terminal is nobody to complain to.
        _ = StandardStream.write(Array(text.utf8).span, to: descriptor)
    }
}
