import Realtime
import Testing

@Suite struct ClockTests {
    @Test func `an instant moves on and stops at the last one there is`() {
        let instant = Instant(nanoseconds: 10)
        #expect(instant.advanced(byNanoseconds: 5).nanoseconds == 15)
        #expect(instant.advanced(byNanoseconds: .max).nanoseconds == .max)
    }

    @Test func `the time since a later instant is none`() {
        let early = Instant(nanoseconds: 10)
        let late = Instant(nanoseconds: 25)
        #expect(late.nanoseconds(since: early) == 15)
        #expect(early.nanoseconds(since: late) == 0)
        #expect(early < late && !(late < early))
    }
}
