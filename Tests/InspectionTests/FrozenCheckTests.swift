import Testing

@testable import Inspection

@Suite struct FrozenCheckTests {
    @Test func `equal frames in a row are frozen from the limit on, until one differs`() {
        var check = FrozenCheck(limit: 3)
        #expect(
            [7, 7, 7, 7, 8, 8].map { check.isFrozen(hash: $0) } == [
                false, false, true, true, false, false,
            ])
    }

    @Test func `no limit, never frozen`() {
        var check = FrozenCheck(limit: 0)
        #expect(!(0..<10).contains { _ in check.isFrozen(hash: 1) })
    }
}
