import Testing

@testable import sight

@Suite struct WatcherTests {
    @Test func `a line without a place is asked more and more seldom, and told once`() {
        var patience = Patience()
        let beforehand = patience.wait()
        let told = (patience.refused(), patience.refused(), patience.refused())
        #expect(beforehand == 0.5 && told == (true, false, false))
        var waits: [Double] = []
        for _ in 0..<8 { waits.append(patience.wait()) }
        #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30])
        patience.greeted()
        let afterwards = (patience.wait(), patience.refused(), patience.wait())
        #expect(afterwards == (0.5, true, 0.5))
    }

    @Test func `a line that says nothing is told once, until it has greeted`() {
        var patience = Patience()
        let told = (patience.misses(), patience.misses())
        #expect(told == (true, false))
        patience.greeted()
        let again = patience.misses()
        #expect(again)
    }
}
