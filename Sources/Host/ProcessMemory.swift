internal import CLinux
internal import Glibc

/// How much memory this process holds, asked again and again without allocating any.
public struct ProcessMemory: ~Copyable, Sendable {
    private let statm: FileDescriptor
    private let pageSize: UInt64

    /// Opens `/proc/self/statm`.
    public init() throws(HostError) {
        statm = try FileSystem.open("/proc/self/statm")
        pageSize = UInt64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The resident set size in bytes, shared pages included.
    public func residentBytes() throws(HostError) -> UInt64 {
        var text = InlineArray<128, UInt8>(repeating: 0)
        var span = text.mutableSpan
        let count = clinux_read_at(statm.raw, &span, 0)
        try SystemCall.check(count, "read", on: "/proc/self/statm")
        return Self.secondNumber(in: text, count: Int(count)) * pageSize
    }

    /// The file is "size resident shared …", in pages.
    private static func secondNumber(in text: InlineArray<128, UInt8>, count: Int) -> UInt64 {
        var number: UInt64 = 0
        var field = 0
        for index in 0..<count {
            let byte = text[index]
            if byte == UInt8(ascii: " ") {
                field += 1
            } else if field == 1 {
                number = number * 10 + UInt64(byte &- UInt8(ascii: "0"))
            }
        }
        return number
    }
}
