import Imaging

/// The size that a JPEG file says it has, without decoding it.
enum JPEGSize {
    /// Reads the first frame header; `nil` when there is none in good order.
    ///
    /// - Source: ITU-T T.81, annex B.2.2.
    static func read(_ bytes: Span<UInt8>) -> PictureSize? {
        func word(_ index: Int) -> Int { Int(bytes[index]) << 8 | Int(bytes[index + 1]) }
        guard bytes.count > 3, word(0) == 0xFFD8 else { return nil }
        var index = 2
        while index + 9 <= bytes.count {
            guard bytes[index] == 0xFF else { return nil }
            let marker = bytes[index + 1]
            if marker == 0xFF {
                index += 1
            } else if isFrameHeader(marker) {
                let size = PictureSize(width: word(index + 7), height: word(index + 5))
                return size.width > 0 && size.height > 0 ? size : nil
            } else {
                let length = word(index + 2)
                guard length >= 2 else { return nil }
                index += 2 + length
            }
        }
        return nil
    }

    /// SOF0 to SOF15 without the tables DHT, JPG and DAC, whose codes lie between them.
    private static func isFrameHeader(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
    }
}
