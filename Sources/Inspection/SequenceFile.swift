internal import Host

/// Keeps the numbers of events growing over restarts, also after a crash.
///
/// A file holds the first number that no run has used or may use: each run reserves a block at its
/// start, another one long before that is used up, and gives back the rest at a clean end. A reader
/// that reconnects can so ask for what it missed without ever seeing a number twice.
///
/// A disk that is full or read-only does not keep a line from inspecting: its numbers then begin at
/// the microseconds since 1970, which grow faster than events come, and saving is tried again until
/// it succeeds.
struct SequenceFile {
    /// What there is to say of an attempt to save, once per change.
    enum News: Equatable {
        case failing(HostError)
        case recovered
    }

    /// The numbers reserved at once: hours of events, and 2^33 crashes before the numbers leave
    /// JSON's exact integers.
    static let block: UInt64 = 1 << 20

    let path: String
    private var reservedUntil: UInt64 = 0
    private var isFailing = false

    init(path: String) { self.path = path }

    /// Reserves a block.
    ///
    /// - Parameter now: Microseconds since 1970.
    /// - Returns: Its first number, 1 when nothing was ever reserved here, and what is to be said.
    mutating func reserve(at now: UInt64) -> (first: UInt64, news: News?) {
        do throws(HostError) {
            let first = max(try read(), 1)
            try write(first + Self.block)
            reservedUntil = first + Self.block
            return (first, nil)
        } catch {
            isFailing = true
            let first = max((try? read()) ?? 1, now)
            reservedUntil = first
            return (first, .failing(error))
        }
    }

    /// Reserves more long before the block is used up; a run may last for years.
    mutating func reserveMore(beyond next: UInt64) -> News? {
        guard next + Self.block / 2 > reservedUntil else { return nil }
        let until = max(next, reservedUntil) + Self.block
        let news = save(until)
        if !isFailing { reservedUntil = until }
        return news
    }

    /// Gives back what was not used: the next run starts at `next`.
    mutating func release(from next: UInt64) -> News? { save(next) }

    private mutating func save(_ next: UInt64) -> News? {
        let wasFailing = isFailing
        do throws(HostError) {
            try write(next)
            isFailing = false
            return wasFailing ? .recovered : nil
        } catch {
            isFailing = true
            return wasFailing ? nil : .failing(error)
        }
    }

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
