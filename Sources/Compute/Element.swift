/// The numbers that a plan's feature maps and weights consist of; sums are always float32.
public enum Element: Sendable {
    /// IEEE 754 binary32.
    case float32
    /// The upper half of a float32: its range, and 8 bits of its fraction.
    case bfloat16
    /// Whole numbers from 0 to 255, and weights from -127 to 127. Each channel of a map has a unit
    /// of its own. Of a plan: the picture, and the maps that convolutions with `units` fill; the
    /// rest is `besideBytes`.
    case int8

    /// What a plan's other maps consist of where some are bytes: bfloat16 where its products are
    /// faster than those of float32.
    static var besideBytes: Element { InstructionLevel.inUse.hasTiles ? .bfloat16 : .float32 }

    /// The channels that lie side by side: of what one instruction takes.
    var block: Int {
        switch self {
            case .float32: 16
            case .bfloat16: 32
            case .int8: 64
        }
    }

    /// The numbers of a place of the picture: its colours, in bfloat16 twice and in bytes of
    /// `pictureRows` rows, each time with one more that counts for nothing.
    var picturePixel: Int {
        switch self {
            case .float32: PictureScale.channels
            case .bfloat16: 2 * Self.pictureCopy
            case .int8: pictureRows * Self.pictureCopy
        }
    }

    /// The rows of the picture, from its own on, that a place has.
    var pictureRows: Int { self == .int8 ? 4 : 1 }

    /// The memory of a number.
    var bytes: Int {
        switch self {
            case .float32: 4
            case .bfloat16: 2
            case .int8: 1
        }
    }

    /// From a colour to its copy in bfloat16, or to the same of the next row in bytes.
    static let pictureCopy = PictureScale.channels + 1

    /// The blocks that so many channels fill.
    func blocks(of channels: Int) -> Int { (channels + block - 1) / block }

    /// How many floats take the memory of so many numbers.
    func floats(_ count: Int) -> Int {
        switch self {
            case .float32: count
            case .bfloat16: (count + 1) / 2
            case .int8: (count + 3) / 4
        }
    }
}

/// A number of bfloat16.
struct BFloat16 {
    /// Sign, 8 bits of exponent, 7 of fraction.
    let bits: UInt16

    /// The nearest one, ties to even.
    init(_ value: Float) {
        let pattern = value.bitPattern
        let nearest = (pattern &+ 0x7FFF &+ (pattern >> 16 & 1)) >> 16
        bits = value.isNaN ? 0x7FC0 : UInt16(truncatingIfNeeded: nearest)
    }

    init(bits: UInt16) { self.bits = bits }

    /// The same as a float, exactly.
    var value: Float { Float(bitPattern: UInt32(bits) << 16) }
}
