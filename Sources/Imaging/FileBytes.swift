import Glibc

/// Whole files, read and written.
enum FileBytes {
    /// Reads a file of at most `Limits.fileBytes`; never waits for a pipe that nobody fills.
    static func read(_ path: String) throws(ImagingError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .file(path: path, .read, errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(path: path, .read, errno: errno) }
            if count == 0 { return bytes }
            guard bytes.count + count <= Limits.fileBytes else { throw .fileTooLarge(path: path) }
            bytes += chunk[..<count]
        }
    }

    /// Writes a file completely or not at all: a temporary name, synced, renamed.
    static func write(_ bytes: Span<UInt8>, to path: String) throws(ImagingError) {
        let temporary = "\(path).\(getpid()).part"
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        let descriptor = unsafe open(temporary, flags, 0o644)
        guard descriptor >= 0 else { throw .file(path: path, .write, errno: errno) }
        var failure = fill(descriptor, with: bytes)
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        guard failure == 0 else {
            unsafe unlink(temporary)
            throw .file(path: path, .write, errno: failure)
        }
        guard unsafe rename(temporary, path) == 0 else {
            failure = errno
            unsafe unlink(temporary)
            throw .file(path: path, .rename, errno: failure)
        }
    }

    /// Writes all bytes; the error number, 0 when all went well.
    private static func fill(_ descriptor: Int32, with bytes: Span<UInt8>) -> Int32 {
        unsafe bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
                let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                if count < 0 { return errno }
                done += count
            }
            return 0
        }
    }
}
