/// A short text stored in place: made, copied and dropped without the heap.
///
/// Text over `capacity` bytes keeps its end, which is what tells two file names apart.
public struct InlineText: Sendable, Equatable {
    /// The bytes that fit.
    public static let capacity = 247
    private var storage = InlineArray<247, UInt8>(repeating: 0)
    /// The bytes in use, UTF-8.
    public private(set) var count: UInt8 = 0

    /// Creates an empty text.
    public init() {}

    /// Copies `text`, or its last `capacity` bytes that form whole characters.
    public init(_ text: String) {
        let bytes = text.utf8
        var start = bytes.index(bytes.endIndex, offsetBy: -min(bytes.count, Self.capacity))
        // 10xxxxxx continues a character: do not begin inside one.
        while start < bytes.endIndex, bytes[start] & 0xC0 == 0x80 {
            start = bytes.index(after: start)
        }
        for byte in bytes[start...] { append(byte) }
    }

    /// Adds a byte of UTF-8; ignored when the text is full.
    public mutating func append(_ byte: UInt8) {
        guard Int(count) < Self.capacity else { return }
        storage[Int(count)] = byte
        count += 1
    }

    /// Whether there is no text.
    public var isEmpty: Bool { count == 0 }

    /// The byte at `index`, which is below `count`.
    public subscript(index: Int) -> UInt8 {
        precondition(index < Int(count), "index \(index) of a text of \(count) bytes")
        return storage[index]
    }

    /// Whether two texts have the same bytes.
    public static func == (a: InlineText, b: InlineText) -> Bool {
        guard a.count == b.count else { return false }
        for index in 0..<Int(a.count) where a.storage[index] != b.storage[index] { return false }
        return true
    }

    /// The text as a string (allocates).
    public var string: String {
        String(decoding: (0..<Int(count)).map { storage[$0] }, as: UTF8.self)
    }
}
