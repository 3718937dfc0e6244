/// The defects of one picture, as its ground truth shows them.
///
/// Regions are kept as runs of pixels, so that the masks of a whole data set stay in memory.
public struct DefectRegions: Sendable, Equatable {
    /// One defect.
    public struct DefectRegion: Sendable, Equatable {
        /// Places y · width + x, none twice, in rising order.
        public let runs: [Range<Int>]
        /// The number of its pixels.
        public let area: Int
        /// How many of its pixels must be found for it to count as wholly found, 1 to `area`.
        public let saturation: Double

        /// Makes a region; its saturation is limited to 1...area.
        ///
        /// - Parameters:
        ///   - runs: At least one, none empty.
        ///   - saturation: `nil`: all of it.
        public init(runs: [Range<Int>], saturation: Double? = nil) {
            self.runs = runs
            area = runs.reduce(0) { $0 + $1.count }
            precondition(area > 0, "a region has pixels")
            self.saturation = min(max(saturation ?? Double(area), 1), Double(area))
        }
    }

    /// The width of the picture in pixels.
    public let width: Int
    /// The height of the picture in pixels.
    public let height: Int
    /// The defects, which may overlap; none in a good picture.
    public let regions: [DefectRegion]

    /// Collects the regions of a picture.
    public init(width: Int, height: Int, regions: [DefectRegion] = []) {
        self.width = width
        self.height = height
        self.regions = regions
    }

    /// The 8-connected parts of a mask, in the order of their first pixels.
    ///
    /// - Parameters:
    ///   - mask: (height, width), true on a defect.
    ///   - width: In pixels.
    ///   - height: In pixels.
    /// - Source: ALGORITHMS 12, AU-PRO.
    public init(mask: [Bool], width: Int, height: Int) {
        precondition(mask.count == width * height, "a mask has one value a pixel")
        var parts = ConnectedRuns()
        for y in 0..<height {
            parts.addRow(Self.runs(of: mask, y * width..<(y + 1) * width), width)
        }
        self.init(width: width, height: height, regions: parts.parts.map { DefectRegion(runs: $0) })
    }

    /// The runs of true within a range of a mask.
    static func runs(of mask: [Bool], _ range: Range<Int>) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for place in range {
            if mask[place] {
                start = start ?? place
            } else if let begun = start {
                runs.append(begun..<place)
                start = nil
            }
        }
        if let start { runs.append(start..<range.upperBound) }
        return runs
    }
}

/// Joins runs of neighbouring rows that touch, also at a corner.
private struct ConnectedRuns {
    private var runs: [Range<Int>] = []
    /// For each run, an earlier run of the same part, or itself.
    private var parents: [Int] = []
    private var previousRow = 0..<0

    /// Adds the runs of the next row.
    mutating func addRow(_ row: [Range<Int>], _ width: Int) {
        let first = runs.count
        var above = previousRow.lowerBound
        for run in row {
            let mine = runs.count
            runs.append(run)
            parents.append(mine)
            // In the row above, one pixel further to both sides.
            let reach = (run.lowerBound - width - 1)..<(run.upperBound - width + 1)
            while above < previousRow.upperBound, runs[above].upperBound <= reach.lowerBound {
                above += 1
            }
            var other = above
            while other < previousRow.upperBound, runs[other].lowerBound < reach.upperBound {
                join(mine, other)
                other += 1
            }
        }
        previousRow = first..<runs.count
    }

    private mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(a), root(b))
        parents[max(a, b)] = min(a, b)
    }

    private mutating func root(_ run: Int) -> Int {
        var run = run
        while parents[run] != run {
            parents[run] = parents[parents[run]]
            run = parents[run]
        }
        return run
    }

    /// The runs of each part.
    var parts: [[Range<Int>]] {
        mutating get {
            var places: [Int: Int] = [:]
            var parts: [[Range<Int>]] = []
            for index in runs.indices {
                let root = root(index)
                let place = places[root] ?? parts.count
                if place == parts.count {
                    places[root] = place
                    parts.append([])
                }
                parts[place].append(runs[index])
            }
            return parts
        }
    }
}
