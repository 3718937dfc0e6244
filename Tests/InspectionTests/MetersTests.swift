import Anomaly
import Events
import Realtime
import Testing

@testable import Inspection

@Suite struct MetersTests {
    @Test func `drift is that of one model's scores, and begins anew with another's`() {
        var meters = Meters(started: Instant(nanoseconds: 0))
        func judge(_ score: Float, by digest: String) {
            let component = ComponentScore(raw: score, normalised: score)
            let assessment = Assessment(
                score: score, picturable: component, unpicturable: component, worstCell: (0, 0))
            let instant = Instant(nanoseconds: 0)
            meters.judged(
                Outcome(
                    ordinal: 0, result: .judged(assessment), generation: 0, begun: instant,
                    decided: instant), by: digest)
        }
        for _ in 0..<3 { judge(8, by: "old") }
        judge(1, by: "new")
        judge(3, by: "new")
        let now = Instant(nanoseconds: 1)
        var event = meters.statistics(ended: 5, at: now)
        #expect(event.driftCount == 2 && event.picturable?.mean == 2)
        #expect(event.unpicturable?.mean == 2)
        judge(5, by: "new")
        event = meters.statistics(ended: 6, at: now)
        #expect(event.driftCount == 3 && event.picturable?.mean == 3)
    }

    @Test func `the rate just after a statistics event is that of the interval before`() {
        func after(_ seconds: Double) -> Instant { Instant(nanoseconds: UInt64(seconds * 1e9)) }
        var meters = Meters(started: after(0))
        #expect(meters.statistics(ended: 2, at: after(0.5)).fps == 4)
        #expect(meters.statistics(ended: 40, at: after(10)).fps == 4)
        meters.startInterval(at: after(10), ended: 40)
        #expect(meters.statistics(ended: 42, at: after(10.5)).fps == 4)
        #expect(meters.statistics(ended: 60, at: after(15)).fps == 4)
        meters.startInterval(at: after(20), ended: 60)
        #expect(meters.statistics(ended: 64, at: after(22)).fps == 2)
    }
}
