import Testing

@testable import Evaluation

@Suite struct PixelRankingTests {
    /// A picture with its scores and its truth.
    private typealias Picture = (scores: [Float], truth: DefectRegions)

    private func metrics(
        _ pictures: [Picture], _ question: PixelQuestion = PixelQuestion(), slice: Int = 1 << 24
    ) throws -> PixelMetrics {
        var ranking = PixelRanking(question)
        ranking.sliceSize = slice
        return try ranking.metrics { take throws(EvaluationError) in
            for picture in pictures { take(picture.scores, picture.truth) }
        }
    }

    private func randomPictures(
        _ random: inout SeededNumbers, levels: Int, overlapping: Bool = false
    ) -> [Picture] {
        (0..<4).map { number in
            let (width, height) = (9, 7)
            let scores = (0..<width * height).map { _ in
                Float(Int.random(in: 0..<levels, using: &random)) / 16 - 0.5
            }
            var truth = DefectRegions(width: width, height: height)
            if number > 0 {
                let mask = (0..<width * height).map { _ in
                    Int.random(in: 0..<4, using: &random) == 0
                }
                truth = DefectRegions(mask: mask, width: width, height: height)
            }
            if overlapping, number > 1 {
                let more = DefectRegions.DefectRegion(runs: [3..<20, 30..<41], saturation: 7.5)
                truth = DefectRegions(
                    width: width, height: height, regions: truth.regions + [more])
            }
            return (scores, truth)
        }
    }

    @Test(arguments: 0..<24)
    func `the definitions on tied random pixels, however they are sliced`(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        let pictures = randomPictures(
            &random, levels: 3 + seed * 4, overlapping: !seed.isMultiple(of: 2))
        let question = PixelQuestion(limits: [0.3, 0.05, 1], wantsCompatible: true)
        let found = try metrics(pictures, question)
        let plain = PlainPixels(pictures)
        let scores = pictures.flatMap(\.scores).map(Double.init)
        let rank = PlainMetrics(scores: scores, truth: plain.isDefect)
        #expect(abs(try #require(found.rank?.auroc) - rank.auroc) < 1e-12)
        #expect(abs(try #require(found.rank?.averagePrecision) - rank.averagePrecision) < 1e-12)
        #expect(abs(try #require(found.rank?.f1Max?.value) - rank.f1Max) < 1e-12)
        for (limit, area) in zip(question.limits, found.overlapAreas) {
            #expect(abs(try #require(area) - plain.area(to: limit)) < 1e-9)
        }
        let compatible = try #require(found.compatible)
        #expect(abs(try #require(compatible.f1Max) - plain.compatibleF1) < 1e-6)
        let expected = plain.compatibleAUPRO
        #expect((compatible.auPRO == nil) == (expected == nil))
        #expect(abs((compatible.auPRO ?? 0) - (expected ?? 0)) < 1e-9)
        for slice in [1, 10, 100] {
            #expect(try metrics(pictures, question, slice: slice) == found)
        }
    }

    @Test func `a map that is the truth finds everything, its opposite nothing`() throws {
        let mask = (0..<100).map { $0 % 10 < 3 && $0 < 50 }
        let truth = DefectRegions(mask: mask, width: 10, height: 10)
        let found = try metrics([(mask.map { $0 ? 2 : -1 }, truth)])
        #expect(found.rank?.auroc == 1 && found.rank?.averagePrecision == 1 && found.auPRO == 1)
        #expect(found.rank?.f1Max == F1Max(value: 1, threshold: 2))
        let missed = try metrics([(mask.map { $0 ? -1 : 2 }, truth)])
        #expect(missed.rank?.auroc == 0)
        // The one step goes from (0, 0) to (1, 0); nothing is found before the limit.
        #expect(missed.auPRO == 0)
    }

    @Test func `AU-PRO is interpolated at its limit`() throws {
        // One region of 2 pixels, 4 of background: FPR 0, 0.5, 1 at PRO 0.5, 0.5, 1.
        let truth = DefectRegions(
            mask: [true, true, false, false, false, false], width: 6, height: 1)
        let found = try metrics([([9, 1, 5, 5, 1, 1], truth)], PixelQuestion(limits: [0.75]))
        // 0.5 · 0.5, then a quarter from 0.5 to 0.75.
        let area = 0.5 * 0.5 + 0.25 * (0.5 + 0.75) / 2
        #expect(abs(try #require(found.auPRO) - area / 0.75) < 1e-12)
    }

    @Test func `sPRO saturates, and each region weighs the same`() {
        var curve = OverlapCurve(saturations: [400, 2000], background: 10, limits: [0.05])
        for _ in 0..<200 { curve.find(in: 0) }
        for _ in 0..<3000 { curve.find(in: 1) }
        #expect(abs(curve.overlap - 0.75) < 1e-12)
    }

    @Test func `one hot pixel moves ADer's figures, not the exact ones`() throws {
        var random = SeededNumbers(seed: 3)
        let mask = (0..<2500).map { $0 / 50 < 10 && $0 % 50 < 10 }
        let truth = DefectRegions(mask: mask, width: 50, height: 50)
        var scores = mask.map { isDefect in
            Float.random(in: 0...1, using: &random) + (isDefect ? 0.9 : 0)
        }
        let question = PixelQuestion(wantsCompatible: true)
        let before = try metrics([(scores, truth)], question)
        scores[2499] = 1000
        let after = try metrics([(scores, truth)], question)
        let exact = try #require(before.rank?.f1Max?.value)
        #expect(abs(exact - (try #require(after.rank?.f1Max?.value))) < 0.01)
        #expect(abs(exact - (try #require(before.compatible?.f1Max))) < 0.05)
        #expect(try #require(after.compatible?.f1Max) < 0.2)
    }

    @Test func `good pictures alone have no pixel metrics`() throws {
        let found = try metrics([([0, 1, 2], DefectRegions(width: 3, height: 1))])
        #expect(found.rank?.auroc == nil && found.auPRO == nil && found.regions == 0)
    }

    @Test func `areas alone stop where the limit is reached, with the same result`() throws {
        var random = SeededNumbers(seed: 8)
        let pictures = randomPictures(&random, levels: 60)
        let all = try metrics(pictures, PixelQuestion(limits: [0.2]))
        let few = try metrics(
            pictures, PixelQuestion(limits: [0.2], wantsRank: false), slice: 5)
        #expect(few.rank == nil && few.overlapAreas == all.overlapAreas)
    }
}

/// Pixel metrics by their definitions, threshold by threshold.
private struct PlainPixels {
    private let pictures: [(scores: [Float], truth: DefectRegions)]
    private let covered: [[Bool]]
    var isDefect: [Bool] { covered.flatMap(\.self) }

    init(_ pictures: [(scores: [Float], truth: DefectRegions)]) {
        self.pictures = pictures
        covered = pictures.map { picture in
            let all = Set(picture.truth.regions.flatMap(\.runs).joined())
            return picture.scores.indices.map(all.contains)
        }
    }

    /// False-positive rate and mean overlap of what satisfies a condition.
    private func point(_ isFound: (Float) -> Bool) -> (rate: Double, overlap: Double) {
        var (alarms, background) = (0, 0)
        var overlaps: [Double] = []
        for (picture, covered) in zip(pictures, covered) {
            for (score, isDefect) in zip(picture.scores, covered) where !isDefect {
                background += 1
                if isFound(score) { alarms += 1 }
            }
            for region in picture.truth.regions {
                let hits = region.runs.joined().count { isFound(picture.scores[$0]) }
                overlaps.append(min(Double(hits) / region.saturation, 1))
            }
        }
        return (
            Double(alarms) / Double(background),
            overlaps.reduce(0, +) / Double(overlaps.count)
        )
    }

    private var scores: [Float] { pictures.flatMap(\.scores) }

    func area(to limit: Double) -> Double {
        var area = 0.0
        var last = (rate: 0.0, overlap: 0.0)
        for threshold in Set(scores).sorted(by: >) {
            let next = point { $0 >= threshold }
            if next.rate > last.rate, last.rate < limit {
                let end = min(next.rate, limit)
                let share = (end - last.rate) / (next.rate - last.rate)
                let height = last.overlap + share * (next.overlap - last.overlap)
                area += (end - last.rate) * (last.overlap + height) / 2
            }
            last = next
        }
        return area / limit
    }

    private func thresholds(_ count: Int) -> [Double] {
        let (low, high) = (Double(scores.min() ?? 0), Double(scores.max() ?? 0))
        return (0..<count).map { low + Double($0) / Double(count) * (high - low) }
    }

    var compatibleF1: Double {
        let truth = isDefect
        return thresholds(20).map { threshold in
            let found = scores.map { Double($0) > threshold }
            let hits = Double(zip(found, truth).count { $0 && $1 })
            return 2 * hits / Double(found.count { $0 } + truth.count { $0 })
        }.max() ?? 0
    }

    var compatibleAUPRO: Double? {
        let points = thresholds(100).reversed().map { threshold in
            point { Double($0) > threshold }
        }.filter { $0.rate < 0.3 }
        guard let first = points.first, let last = points.last, last.rate > first.rate else {
            return nil
        }
        return zip(points, points.dropFirst()).reduce(0) { sum, pair in
            sum + (pair.1.rate - pair.0.rate) * (pair.0.overlap + pair.1.overlap) / 2
        } / (last.rate - first.rate)
    }
}
