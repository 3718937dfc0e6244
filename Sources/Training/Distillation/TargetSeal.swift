import Imaging

/// The end of a record in a cache of targets: what it is of, and that it was written whole.
///
/// 64 bytes, lowest byte of each number first: a mark, the record's number (8 bytes), the photo, x,
/// y, width, height, whether mirrored (1) and grey (2), 4 bytes each; zeros; and a check of all
/// these, so that what a loss of power leaves is not taken for a record.
struct TargetSeal: Equatable {
    /// The record's number.
    var number: Int
    /// What the record is of.
    var crop: PhotoCrop

    static let byteCount = 64
    private static let mark: UInt32 = 0x706F_7263

    init(number: Int, crop: PhotoCrop) {
        self.number = number
        self.crop = crop
    }

    /// Reads a seal; `nil` for bytes that are none.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        let words = (0..<16).map { word in
            (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[4 * word + $1]) << UInt32(8 * $1) }
        }
        guard words[0] == Self.mark, words[15] == Self.check(words.dropLast()) else { return nil }
        number = Int(words[1]) | Int(words[2]) << 32
        crop = PhotoCrop(
            photo: Int(words[3]),
            region: Region(
                x: Int(words[4]), y: Int(words[5]), width: Int(words[6]), height: Int(words[7])),
            isMirrored: words[8] & 1 != 0, isGrey: words[8] & 2 != 0)
    }

    /// The 64 bytes.
    var bytes: [UInt8] {
        let region = crop.region
        var words: [UInt32] = [
            Self.mark, UInt32(truncatingIfNeeded: number), UInt32(number >> 32),
            UInt32(crop.photo), UInt32(region.x), UInt32(region.y), UInt32(region.width),
            UInt32(region.height), (crop.isMirrored ? 1 : 0) | (crop.isGrey ? 2 : 0),
        ]
        words += [UInt32](repeating: 0, count: 15 - words.count)
        words.append(Self.check(words[...]))
        return words.flatMap { word in
            (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) }
        }
    }

    /// FNV-1a over words.
    private static func check(_ words: ArraySlice<UInt32>) -> UInt32 {
        words.reduce(0x811C_9DC5) { ($0 ^ $1) &* 0x0100_0193 }
    }
}
