import Glibc

/// The system's words for its error numbers.
enum SystemText {
    /// What `strerror_r` says, such as "No such file or directory".
    static func of(errno number: Int32) -> String {
        var text = [CChar](repeating: 0, count: 256)
        guard unsafe strerror_r(number, &text, text.count) == 0 else { return "error \(number)" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
