import Compute

/// Exact quantiles of any number of values.
public enum Quantile {
    /// The quantile of `values` at `share`, with linear interpolation.
    ///
    /// With the values v in ascending order, h = share · (n - 1) and i = floor(h), the result is
    /// v[i] + (h - i) · (v[i + 1] - v[i]). Nothing is sorted or copied: six passes over the values.
    ///
    /// - Parameters:
    ///   - share: In 0 ... 1.
    ///   - values: At least one.
    /// - Returns: The quantile.
    /// - Throws: `.cannotFit` without values, or with one that is not finite.
    public static func at(_ share: Double, of values: [Float]) throws(ModelError) -> Float {
        precondition((0...1).contains(share), "a quantile's share is from 0 to 1")
        guard !values.isEmpty else { throw .cannotFit(reason: "no values to take a quantile of") }
        if let index = firstNotFinite(values) {
            throw .cannotFit(reason: "value \(index) of a map is not finite")
        }
        let place = share * Double(values.count - 1)
        let index = min(Int(place), values.count - 1)
        let low = Double(orderStatistic(index, of: values))
        let high = Double(orderStatistic(min(index + 1, values.count - 1), of: values))
        return Float(low + (place - Double(index)) * (high - low))
    }
}

extension MapQuantiles {
    /// The quantiles by which maps are normalised: at 0.9 and at 0.995.
    ///
    /// - Parameter pixels: Of all maps of the held-out normal pictures, each enlarged to 256x256
    ///   (`enlargedMap`).
    /// - Throws: `.cannotFit` if there are none, or the two quantiles are one.
    public init(ofPixels pixels: [Float]) throws(ModelError) {
        self.init(a: try Quantile.at(0.9, of: pixels), b: try Quantile.at(0.995, of: pixels))
        guard b > a else {
            throw .cannotFit(reason: "the maps of the held-out pictures are all alike")
        }
    }
}
