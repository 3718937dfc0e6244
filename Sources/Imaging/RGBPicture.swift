/// A picture in memory of its own: RGB, 8 bits, (height, width, 3), row-major, without gaps.
///
/// It is not copied by accident; `copy()` says so. Giving it another size keeps its memory where
/// that is large enough, so a picture that is used again and again soon allocates nothing.
public struct RGBPicture: ~Copyable, Sendable {
    /// The width in pixels.
    public private(set) var width: Int
    /// The height in pixels.
    public private(set) var height: Int
    private var storage: [UInt8]

    /// Creates a black picture.
    ///
    /// - Parameters:
    ///   - width: In pixels; 0 makes an empty picture.
    ///   - height: In pixels.
    public init(width: Int = 0, height: Int = 0) {
        precondition(width >= 0 && height >= 0, "a picture's sides are not negative")
        self.width = width
        self.height = height
        storage = [UInt8](repeating: 0, count: 3 * width * height)
    }

    /// The width and the height.
    public var size: PictureSize { PictureSize(width: width, height: height) }

    /// The samples, (height, width, 3).
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self) get { storage.span.extracting(0..<3 * width * height) }
    }

    /// The samples, (height, width, 3), to be written.
    public var mutableBytes: MutableSpan<UInt8> {
        @_lifetime(&self) mutating get {
            let count = 3 * width * height
            return storage.mutableSpan._consumingExtracting(0..<count)
        }
    }

    /// Gives the picture another size; its samples are then any.
    ///
    /// - Note: Allocates only when the picture was never as large.
    public mutating func reshape(width: Int, height: Int) {
        precondition(width >= 0 && height >= 0, "a picture's sides are not negative")
        let count = 3 * width * height
        if count > storage.count { storage = [UInt8](repeating: 0, count: count) }
        self.width = width
        self.height = height
    }

    /// Takes the size and the samples of another picture.
    ///
    /// - Note: Allocates only when this picture was never as large.
    public mutating func copy(from other: borrowing RGBPicture) {
        reshape(width: other.width, height: other.height)
        let source = other.bytes
        var target = mutableBytes
        for i in source.indices { target[i] = source[i] }
    }

    /// Another picture with the same samples.
    public borrowing func copy() -> RGBPicture {
        var picture = RGBPicture()
        picture.copy(from: self)
        return picture
    }
}
