import CKernels

/// Mean and deviation of each channel of targets, which training normalises them by.
///
/// - Source: ALGORITHMS 3.1: the mean of the pictures' spatial means; the deviation is the root of
///   the mean over pictures of the spatial mean of (f - mean)².
public struct TargetStatistics: Sendable, Equatable {
    /// (channels).
    public var mean: [Float]
    /// (channels), each above zero.
    public var deviation: [Float]

    /// A channel that never changes, as a small backbone may have, is divided by this instead of 0.
    static let smallestDeviation: Float = 1e-6

    /// Pairs the two.
    public init(mean: [Float], deviation: [Float]) {
        precondition(
            mean.count == deviation.count && deviation.allSatisfy { $0 > 0 },
            "each channel has a mean and a deviation above zero")
        self.mean = mean
        self.deviation = deviation
    }

    /// Computes them from records of a cache.
    ///
    /// - Parameters:
    ///   - cache: The targets.
    ///   - records: Which ones; at least one.
    public init(_ cache: borrowing TargetCacheReader, records: some Collection<Int>) {
        precondition(!records.isEmpty, "statistics are of something")
        let (channels, plane) = (cache.recipe.channels, cache.recipe.grid * cache.recipe.grid)
        var sums = [Double](repeating: 0, count: channels)
        var squares = sums
        for record in records {
            let target = cache.target(record)
            for channel in 0..<channels {
                let part = ckernels_half_sums(
                    target.extracting(channel * plane..<(channel + 1) * plane))
                sums[channel] += part.sum
                squares[channel] += part.squares
            }
        }
        // All pictures have one size, so means of means are means. Summed in double precision, of
        // numbers of 11 bits: nothing is lost in the difference.
        let count = Double(records.count * plane)
        mean = sums.map { Float($0 / count) }
        deviation = zip(sums, squares).map { sum, square in
            let variance = max(square / count - (sum / count) * (sum / count), 0)
            return max(Float(variance.squareRoot()), Self.smallestDeviation)
        }
    }
}
