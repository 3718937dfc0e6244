internal import CLinux

/// The streams that a process begins with.
public enum StandardStream {
    /// Writes all bytes; answers why that failed, or `nil`.
    @discardableResult
    public static func write(_ bytes: Span<UInt8>, to descriptor: Int32) -> Errno? {
        var start = 0
        while start < bytes.count {
            let result = clinux_write(descriptor, bytes.extracting(start..<bytes.count))
            if let refusal = SystemCall.refusal(result) { return refusal }
            start += Int(result)
        }
        return nil
    }
}
