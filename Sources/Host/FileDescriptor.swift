internal import CLinux
internal import Glibc

/// An open descriptor with one owner: closed exactly once, when the owner lets go of it.
public struct FileDescriptor: ~Copyable, Sendable {
    /// The number, for calls made elsewhere; it stays ours.
    public let raw: Int32

    /// Takes charge of an open descriptor.
    public init(owning raw: Int32) {
        precondition(raw >= 0, "a descriptor is not negative")
        self.raw = raw
    }

    deinit { SystemCall.expectClosed(clinux_close(raw)) }

    /// Gives the descriptor up without closing it; the caller must.
    public consuming func take() -> Int32 {
        let number = raw
        discard self
        return number
    }

    /// Closes now, and says whether the kernel reported a late error, such as a full disk.
    public consuming func close(of path: String = "") throws(HostError) {
        let result = clinux_close(raw)
        discard self
        try SystemCall.check(result, "close", on: path)
    }

    /// What one descriptor can be waited for.
    public enum Readiness: Sendable {
        /// Something can be read, or the other side has ended.
        case readable
        /// Something can be written, or the other side has ended.
        case writable
    }

    /// Waits until the descriptor is ready.
    ///
    /// - Parameters:
    ///   - readiness: What to wait for; an error or hang-up also ends the wait.
    ///   - timeout: How long at most; `nil` waits for ever.
    /// - Returns: `false` when the time ran out first.
    /// - Throws: `.call` for a descriptor that cannot be waited for.
    public borrowing func wait(
        for readiness: Readiness, timeout: Duration?
    ) throws(HostError) -> Bool {
        let events = readiness == .readable ? POLLIN : POLLOUT
        let result = clinux_wait(raw, Int16(events), timeout.clampedNanoseconds)
        return try SystemCall.check(result, "poll") != 0
    }

    /// Reads what there is, up to the span's length; 0 at the end.
    public borrowing func read(into bytes: inout MutableSpan<UInt8>) throws(HostError) -> Int {
        Int(try SystemCall.check(clinux_read(raw, &bytes), "read"))
    }

    /// Writes what fits now; the number of bytes written.
    public borrowing func write(_ bytes: Span<UInt8>) throws(HostError) -> Int {
        Int(try SystemCall.check(clinux_write(raw, bytes), "write"))
    }
}

extension SystemCall {
    /// Only a descriptor that was closed behind its owner's back is a wrong program (EBADF); a late
    /// write error is told by `FileDescriptor.close`, which whoever writes uses.
    static func expectClosed(_ result: Int32) {
        precondition(result != -EBADF, "a descriptor was closed by someone who did not own it")
    }
}

extension Optional<Duration> {
    /// Nanoseconds for a C call: -1 waits for ever, a negative duration not at all.
    var clampedNanoseconds: Int64 {
        guard let self else { return -1 }
        return Swift.max(0, self.nanoseconds)
    }
}
