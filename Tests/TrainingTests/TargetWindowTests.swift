import Testing

@testable import Training

@Suite struct TargetWindowTests {
    /// Crops of 64 x 64 pixels, whose targets have 8 x 8 cells.
    private static let crop = TargetRecipe(
        backbone: "", photos: "", seed: 1, side: 64, channels: 2, grid: 8)
    /// Each sample and each cell has its own number, as far as bytes go.
    private static let picture = (0..<64 * 64 * 3).map { UInt8(truncatingIfNeeded: $0 * 7 / 3) }
    private static let target = (0..<2 * 8 * 8).map(Float.init)

    @Test func `the whole crop is a window`() {
        let window = TargetWindow(side: 64, of: Self.crop)
        #expect(window.grid == 8)
        #expect(window.picture(Self.picture.span, at: .first) == Self.picture)
        #expect(window.target(Self.target, at: .first) == Self.target)
    }

    @Test func `a window has the pixels that its cells see`() {
        let window = TargetWindow(side: 40, of: Self.crop)
        #expect(window.grid == 2)
        let origin = TargetWindow.Origin(row: 3, column: 1)
        let picture = window.picture(Self.picture.span, at: origin)
        #expect(picture.count == 40 * 40 * 3)
        // Its first and its last pixel.
        let (first, last) = ((3 * 4 * 64 + 4) * 3, ((3 * 4 + 39) * 64 + 4 + 39) * 3)
        #expect(Array(picture.prefix(3)) == Array(Self.picture[first..<first + 3]))
        #expect(Array(picture.suffix(3)) == Array(Self.picture[last..<last + 3]))
        #expect(window.target(Self.target, at: origin) == [25, 26, 33, 34, 89, 90, 97, 98])
    }

    @Test func `a window begins anywhere inside of the crop`() {
        let window = TargetWindow(side: 48, of: Self.crop)
        #expect(window.grid == 4)
        var random = SplitMix64(seed: 1)
        let origins = (0..<400).map { _ in window.origin(&random) }
        #expect(Set(origins.map(\.row)) == Set(0...4))
        #expect(Set(origins.map(\.column)) == Set(0...4))
        #expect(Set(origins.map { $0.row * 5 + $0.column }).count == 25)
    }
}
