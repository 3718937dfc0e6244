import Imaging

/// Of which sizes pictures are, and whether they have colours: good parts of one camera agree.
struct PictureKinds {
    /// What one picture is like.
    struct Kind {
        /// Of the file.
        let size: PictureSize
        /// Whether all samples of each pixel are alike.
        let isGrey: Bool

        /// Looks at a picture.
        ///
        /// - Parameters:
        ///   - picture: RGB, (pixels, 3).
        ///   - size: Of the file.
        init(of picture: Span<UInt8>, size: PictureSize) {
            self.size = size
            var isGrey = true
            for pixel in 0..<(picture.count / 3)
            where picture[3 * pixel] != picture[3 * pixel + 1]
                || picture[3 * pixel] != picture[3 * pixel + 2]
            {
                isGrey = false
                break
            }
            self.isGrey = isGrey
        }
    }

    private var sizes: [PictureSize: Int] = [:]
    private var grey = 0
    private var count = 0

    /// Counts a picture.
    mutating func add(_ kind: Kind) {
        count += 1
        sizes[kind.size, default: 0] += 1
        if kind.isGrey { grey += 1 }
    }

    /// What is odd about them; each is a sentence.
    var warnings: [String] {
        var warnings: [String] = []
        if sizes.count > 1 {
            let order = sizes.sorted { ($1.value, $0.key.width) < ($0.value, $1.key.width) }
            let shown = order.prefix(3).map { "\($0.value) of \($0.key)" }.joined(separator: ", ")
            warnings.append(
                "the pictures have \(sizes.count) sizes (\(shown)\(sizes.count > 3 ? ", …" : "")); "
                    + "each is stretched to 256x256, so parts look different from one to another")
        }
        if grey > 0, grey < count {
            let are = grey == 1 ? "is" : "are"
            warnings.append(
                "\(grey) of \(count) pictures \(are) grey and the rest in colour; a camera gives "
                    + "one or the other")
        }
        return warnings
    }
}
