import Glibc
import Host

/// A folder of one test, removed with all it holds when the test lets go of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/sight-test-\(String(repeating: "X", count: 6))".utf8CString)
        let made = unsafe mkdtemp(&template)
        precondition(unsafe made != nil, "no temporary folder")
        path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    /// A path in the folder.
    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    private static func remove(_ path: String) {
        for name in (try? FileSystem.list(path)) ?? [] {
            let inner = "\(path)/\(name)"
            if (try? FileSystem.removeFile(inner)) == nil { remove(inner) }
        }
        try? FileSystem.removeFolder(path)
    }
}

/// The error that `body` throws, for processes of exit tests, which cannot tell what went wrong.
func error(of body: () throws -> Void) -> HostError? {
    do {
        try body()
        return nil
    } catch {
        return error as? HostError
    }
}

/// The process's open descriptors.
func openDescriptors() throws -> Int { try FileSystem.list("/proc/self/fd").count }

/// Becomes a user without privileges, to be refused what root never is.
func dropPrivileges() {
    guard getuid() == 0 else { return }
    precondition(setgid(65534) == 0 && setuid(65534) == 0, "could not drop privileges")
}

@_silgen_name("unshare") private func unshare(_ flags: Int32) -> Int32
@_silgen_name("mount") private func mount(
    _ source: UnsafePointer<CChar>?, _ target: UnsafePointer<CChar>,
    _ kind: UnsafePointer<CChar>?, _ flags: UInt, _ data: UnsafePointer<CChar>?
) -> Int32

/// Covers a folder with an empty disk of its own, for the calling thread only; `false` when this
/// process may not.
func coverWithSmallDisk(_ path: String, bytes: Int) -> Bool {
    let newNamespace: Int32 = 0x0002_0000
    let recursivelyPrivate: UInt = 0x4000 | 0x40000
    guard unshare(newNamespace) == 0 else { return false }
    guard unsafe mount(nil, "/", nil, recursivelyPrivate, nil) == 0 else { return false }
    return unsafe mount("none", path, "tmpfs", 0, "size=\(bytes)") == 0
}

/// Gives a socket its path.
func bindSocket(_ raw: Int32, to path: String) {
    var address = sockaddr_un()
    address.sun_family = UInt16(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let result = unsafe withUnsafePointer(to: &address) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(raw, $0, size) }
    }
    precondition(result == 0, "could not bind \(path)")
}

/// A datagram socket at a path, which plays the journal or the service manager.
struct DatagramReceiver: ~Copyable {
    let descriptor: FileDescriptor

    init(at path: String) {
        descriptor = FileDescriptor(owning: socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0))
        bindSocket(descriptor.raw, to: path)
    }

    /// The next datagram, or nothing after a second.
    func next() throws -> [UInt8] {
        guard try descriptor.wait(for: .readable, timeout: .seconds(1)) else { return [] }
        var bytes = [UInt8](repeating: 0, count: 65536)
        var span = bytes.mutableSpan
        let count = try descriptor.read(into: &span)
        return Array(bytes[..<count])
    }
}

extension String {
    init(_ bytes: [UInt8]) { self.init(decoding: bytes, as: UTF8.self) }
}
