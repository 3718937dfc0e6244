internal import Host

/// Keeps the numbers of events growing over restarts, also after a crash.
///
/// A file holds the first number that no run has used or may use: each run reserves a block at its
/// start, another one long before that is used up, and gives back the rest at a clean end. A reader
/// that reconnects can so ask for what it missed without ever seeing a number twice.
struct SequenceFile {
    /// The numbers reserved at once: hours of events, and 2^33 crashes before the numbers leave
    /// JSON's exact integers.
    static let block: UInt64 = 1 << 20

    let path: String

    /// Reserves a block and answers its first number; 1 when nothing was ever reserved here.
    func reserve() throws(HostError) -> UInt64 {
        let first = max(try read(), 1)
        try write(first + Self.block)
        return first
    }

    /// Gives back what was not used: the next run starts at `next`.
    func release(from next: UInt64) throws(HostError) { try write(next) }

    private func read() throws(HostError) -> UInt64 {
        guard try FileSystem.status(of: path) != nil else { return 1 }
        let text = String(decoding: try FileSystem.read(path, limit: 64), as: UTF8.self)
        // A damaged file must not stop the line; a number far above every run is still growing.
        return UInt64(text.filter { $0 != "\n" }) ?? 1 << 52
    }

    private func write(_ next: UInt64) throws(HostError) {
        try AtomicFile.write(Array("\(next)\n".utf8).span, to: path)
    }
}
