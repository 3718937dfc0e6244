import Testing

@testable import Evaluation

@Suite struct DefectRegionsTests {
    /// A mask drawn with `#`.
    private func regions(_ rows: [String]) -> DefectRegions {
        let mask = rows.joined().map { $0 == "#" }
        return DefectRegions(mask: mask, width: rows[0].count, height: rows.count)
    }

    @Test func `parts that touch at a corner are one`() {
        let found = regions([
            "#..#.",
            ".#...",
            "....#",
            "##..#",
        ])
        #expect(found.regions.map(\.area) == [2, 1, 2, 2])
        #expect(found.regions.map(\.saturation) == [2, 1, 2, 2])
    }

    @Test func `arms that meet further down are one`() {
        let found = regions([
            "#.#.#",
            "#.#.#",
            "#####",
            ".....",
            "#...#",
        ])
        #expect(found.regions.map(\.area) == [11, 1, 1])
    }

    @Test func `the end of a row does not touch the begin of the next`() {
        #expect(regions(["...#", "#...", "#...", "...#"]).regions.map(\.area) == [1, 2, 1])
    }

    @Test func `nothing white has no region`() { #expect(regions(["...", "..."]).regions == []) }

    @Test(arguments: 0..<20) func `a flood finds the same parts`(seed: Int) {
        var random = SeededNumbers(seed: UInt64(seed))
        let (width, height) = (17, 13)
        let mask = (0..<width * height).map { _ in Int.random(in: 0..<5, using: &random) < 2 }
        let found = DefectRegions(mask: mask, width: width, height: height)
        let parts = found.regions.map { Set($0.runs.joined()) }
        #expect(Set(parts) == flood(mask, width))
        #expect(parts.count == Set(parts).count)
    }

    private func flood(_ mask: [Bool], _ width: Int) -> Set<Set<Int>> {
        var rest = Set(mask.indices.filter { mask[$0] })
        var parts: Set<Set<Int>> = []
        while let start = rest.first {
            var (part, open) = (Set([start]), [start])
            while let place = open.popLast() {
                for other in rest
                where abs(other / width - place / width) <= 1
                    && abs(other % width - place % width) <= 1 && part.insert(other).inserted
                {
                    open.append(other)
                }
            }
            rest.subtract(part)
            parts.insert(part)
        }
        return parts
    }

    @Test(arguments: [(0.2, 1), (3, 3), (9, 4)] as [(Double, Double)])
    func `a saturation is at least one pixel and at most all of them`(
        asked: Double, kept: Double
    ) {
        let region = DefectRegions.DefectRegion(runs: [3..<5, 8..<10], saturation: asked)
        #expect(region.saturation == kept)
    }
}
