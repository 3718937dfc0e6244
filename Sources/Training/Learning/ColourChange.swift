/// A change of a picture's colours, as the autoencoder's branch sees good parts.
///
/// One of brightness, contrast and saturation by a factor near 1, on samples in 0...255 that become
/// no longer whole, clamped to that range.
///
/// - Source: ALGORITHMS 3.2, step 2; the grey value is 0.2989 R + 0.587 G + 0.114 B.
struct ColourChange: Equatable {
    /// What changes.
    enum Kind: CaseIterable {
        case brightness
        case contrast
        case saturation
    }

    var kind: Kind
    var factor: Float

    /// The largest change of the factor, either way.
    static let range: Float = 0.2

    /// A change drawn at random.
    static func drawn(_ random: inout some RandomNumberGenerator) -> ColourChange {
        ColourChange(
            kind: Kind.allCases.randomElement(using: &random) ?? .brightness,
            factor: Float.random(in: (1 - range)...(1 + range), using: &random))
    }

    /// The changed picture.
    ///
    /// - Parameter picture: RGB, (pixels, 3), in 0...255.
    /// - Returns: As large.
    func applied(to picture: [Float]) -> [Float] {
        switch kind {
            case .brightness: picture.map { Self.clamped(factor * $0) }
            case .contrast: contrasted(picture)
            case .saturation: saturated(picture)
        }
    }

    private func contrasted(_ picture: [Float]) -> [Float] {
        var sum = 0.0
        for pixel in 0..<(picture.count / 3) { sum += Double(Self.grey(picture, pixel)) }
        let mean = Float(3 * sum / Double(picture.count))
        return picture.map { Self.clamped(factor * $0 + (1 - factor) * mean) }
    }

    private func saturated(_ picture: [Float]) -> [Float] {
        var changed = picture
        for pixel in 0..<(picture.count / 3) {
            let grey = Self.grey(picture, pixel)
            for index in (3 * pixel)..<(3 * pixel + 3) {
                changed[index] = Self.clamped(factor * picture[index] + (1 - factor) * grey)
            }
        }
        return changed
    }

    private static func grey(_ picture: [Float], _ pixel: Int) -> Float {
        0.2989 * picture[3 * pixel] + 0.587 * picture[3 * pixel + 1]
            + 0.114 * picture[3 * pixel + 2]
    }

    private static func clamped(_ sample: Float) -> Float { min(max(sample, 0), 255) }
}
