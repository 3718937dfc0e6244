/// The exact pixel metrics of more pixels than fit in memory, in a bounded part of it.
///
/// Scores are sorted once, a slice at a time: a first pass counts the upper 16 bits of all scores,
/// which tells how to cut their range into slices of at most `sliceSize` pixels; each further pass
/// makes the scores anew, keeps those of one slice and sorts them. Equal scores are always in the
/// same slice, so the result is that of one sort of everything. 600 pictures of 256x256 are three
/// slices and take 270 MB. (Where more pixels than a slice holds agree in their upper 16 bits,
/// the slice is as large as they are.)
public struct PixelRanking {
    /// Gives one picture's scores, (height, width), and its regions.
    public typealias Take = (_ scores: borrowing [Float], _ truth: DefectRegions) -> Void
    /// Gives every picture to `Take`, the same each time it is called.
    public typealias Producer = (_ take: Take) throws(EvaluationError) -> Void

    /// How many pixels are sorted at once.
    var sliceSize = 1 << 24
    private let question: PixelQuestion

    /// Prepares to answer a question.
    public init(_ question: PixelQuestion = PixelQuestion()) { self.question = question }

    /// Looks at all pixels.
    ///
    /// - Parameter pictures: Finite scores.
    /// - Returns: The metrics.
    /// - Throws: Only what `pictures` throws.
    public func metrics(_ pictures: Producer) throws(EvaluationError) -> PixelMetrics {
        var census = PixelCensus()
        try pictures { scores, truth in census.add(scores, truth) }
        var tally = PixelTally(census, question)
        var scratch: [UInt64] = []
        for slice in census.slices(of: sliceSize) where !tally.isDone {
            var samples: [UInt64] = []
            samples.reserveCapacity(census.count(in: slice))
            var firstRegion = 1
            try pictures { scores, truth in
                Self.collect(scores, truth, firstRegion, slice, into: &samples)
                firstRegion += truth.regions.count
            }
            if scratch.count != samples.count {
                // The old one goes before the new one comes: a slice is large.
                scratch = []
                scratch = [UInt64](repeating: 0, count: samples.count)
            }
            PixelSample.sort(&samples, scratch: &scratch)
            tally.add(samples)
        }
        return tally.metrics
    }

    /// Keeps the pixels of one picture that lie in a slice.
    private static func collect(
        _ scores: borrowing [Float], _ truth: DefectRegions, _ firstRegion: Int,
        _ slice: Range<UInt32>, into samples: inout [UInt64]
    ) {
        guard !truth.regions.isEmpty else {
            for index in scores.indices {
                let key = PixelSample.key(scores[index])
                if slice.contains(key >> 16) { samples.append(PixelSample.pack(key, region: 0)) }
            }
            return
        }
        var isTaken = [Bool](repeating: false, count: scores.count)
        for (number, region) in truth.regions.enumerated() {
            for place in region.runs.joined() {
                let key = PixelSample.key(scores[place])
                if slice.contains(key >> 16) {
                    samples.append(
                        PixelSample.pack(
                            key, region: firstRegion + number, isRepeated: isTaken[place]))
                }
                isTaken[place] = true
            }
        }
        for index in scores.indices where !isTaken[index] {
            let key = PixelSample.key(scores[index])
            if slice.contains(key >> 16) { samples.append(PixelSample.pack(key, region: 0)) }
        }
    }
}
