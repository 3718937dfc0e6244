/// How many pixels there are, of which kind, and how their scores are spread.
struct PixelCensus {
    /// Pixels in at least one region.
    private(set) var positives = 0
    /// Pixels in none.
    private(set) var negatives = 0
    /// In pixels, one for each region of all pictures.
    private(set) var saturations: [Double] = []
    private(set) var minimum = Float.infinity
    private(set) var maximum = -Float.infinity
    /// Samples by the upper 16 bits of their keys; a pixel in two regions is two samples.
    private var bins = [Int](repeating: 0, count: 1 << 16)

    /// Counts one picture.
    mutating func add(_ scores: borrowing [Float], _ truth: DefectRegions) {
        precondition(scores.count == truth.width * truth.height, "every pixel has a score")
        for index in scores.indices {
            let score = scores[index]
            precondition(score.isFinite, "scores are finite numbers")
            minimum = min(minimum, score)
            maximum = max(maximum, score)
            bins[Int(PixelSample.key(score) >> 16)] += 1
        }
        let covered = covered(scores, truth)
        positives += covered
        negatives += scores.count - covered
        saturations += truth.regions.map(\.saturation)
    }

    /// How many pixels lie in a region; those that lie in several are counted as more samples.
    private mutating func covered(_ scores: borrowing [Float], _ truth: DefectRegions) -> Int {
        guard !truth.regions.isEmpty else { return 0 }
        var isTaken = [Bool](repeating: false, count: scores.count)
        var count = 0
        for place in truth.regions.lazy.flatMap(\.runs).joined() {
            if isTaken[place] {
                bins[Int(PixelSample.key(scores[place]) >> 16)] += 1
            } else {
                isTaken[place] = true
                count += 1
            }
        }
        return count
    }

    /// Ranges of the upper 16 bits, the highest scores first, of at most `size` samples where a
    /// single value of them has not more.
    func slices(of size: Int) -> [Range<UInt32>] {
        var slices: [Range<UInt32>] = []
        var (start, count) = (0, 0)
        for (bin, more) in bins.enumerated() where more > 0 {
            if count > 0, count + more > size {
                slices.append(UInt32(start)..<UInt32(bin))
                (start, count) = (bin, 0)
            }
            count += more
        }
        if count > 0 { slices.append(UInt32(start)..<UInt32(bins.count)) }
        return slices
    }

    /// How many samples a slice has.
    func count(in slice: Range<UInt32>) -> Int {
        bins[Int(slice.lowerBound)..<Int(slice.upperBound)].reduce(0, +)
    }
}
