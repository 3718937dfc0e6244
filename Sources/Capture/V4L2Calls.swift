import CV4L2
import Glibc
import Host

/// The system calls on a camera, with conversions off: the frames are decoded elsewhere.
///
/// A refused call gives its `Errno`; a call that a signal broke off is made again.
enum V4L2Calls {
    /// What a wait for a frame ended with.
    enum Readiness { case readable, silent, failed }

    /// Opens a device node without waiting.
    static func open(_ path: String) throws(Errno) -> Int32 {
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(code: errno) }
        // What libv4l2 does not take (some media nodes) still answers through it unconverted.
        _ = v4l2_fd_open(descriptor, V4L2_DISABLE_CONVERSION)
        return descriptor
    }

    /// Closes a device node; nothing can be done about a refusal.
    static func close(_ descriptor: Int32) { _ = v4l2_close(descriptor) }

    /// The corresponding C function is `ioctl`.
    static func request<Argument>(
        _ descriptor: Int32, _ code: UInt, _ argument: inout Argument
    ) throws(Errno) {
        while true {
            let error = unsafe withUnsafeMutablePointer(to: &argument) { argument in
                unsafe cv4l2_ioctl(descriptor, code, argument) < 0 ? errno : 0
            }
            if error == 0 { return }
            if error != EINTR { throw Errno(code: error) }
        }
    }

    /// Waits until a frame can be taken, at most `milliseconds`.
    static func wait(_ descriptor: Int32, milliseconds: Int32) -> Readiness {
        var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&item, 1, milliseconds) > 0 else { return .silent }
        if item.revents & Int16(POLLIN) != 0 { return .readable }
        return .failed
    }

    /// Maps a buffer of the driver.
    @unsafe static func map(
        _ descriptor: Int32, offset: UInt32, length: UInt32
    ) throws(Errno) -> UnsafeMutableRawBufferPointer {
        let start = unsafe v4l2_mmap(
            nil, Int(length), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, Int64(offset))
        guard let start = unsafe start, unsafe start != MAP_FAILED else {
            throw Errno(code: errno)
        }
        return unsafe UnsafeMutableRawBufferPointer(start: start, count: Int(length))
    }

    /// Unmaps buffers, also after their device was closed.
    @unsafe static func unmap(_ buffers: [UnsafeMutableRawBufferPointer]) {
        for index in unsafe buffers.indices {
            let buffer = unsafe buffers[index]
            unsafe v4l2_munmap(buffer.baseAddress, buffer.count)
        }
    }

    /// Where a symbolic link leads; `nil` when it is none.
    static func target(of path: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe bytes.withUnsafeMutableBytes { bytes in
            guard let start = unsafe bytes.bindMemory(to: CChar.self).baseAddress else { return 0 }
            return unsafe readlink(path, start, bytes.count)
        }
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    /// The text in a C array of bytes that ends at its first zero.
    static func text<Bytes>(_ bytes: Bytes) -> String {
        unsafe withUnsafeBytes(of: bytes) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
