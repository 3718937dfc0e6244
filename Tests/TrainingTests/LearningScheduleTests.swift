import Testing

@testable import Training

@Suite struct LearningScheduleTests {
    @Test func `the full schedule is the published one`() {
        let full = LearningSchedule.full
        #expect(full.steps == 70_000 && full.penaltyInterval == 1)
        #expect(full.rate(at: 0) == 1e-4 && full.rate(at: 66_499) == 1e-4)
        #expect(abs(full.rate(at: 66_500) - 1e-5) < 1e-12)
    }

    @Test func `the quick schedule rises, then falls to a hundredth`() {
        let quick = LearningSchedule.quick
        let rates = (0..<quick.steps).map { quick.rate(at: $0) }
        let top = rates.firstIndex(of: rates.max() ?? 0) ?? -1
        #expect(top == quick.warmUp)
        #expect(zip(rates[..<top], rates[1...top]).allSatisfy { $0 < $1 })
        #expect(zip(rates[top...].dropLast(), rates[(top + 1)...]).allSatisfy { $0 >= $1 })
        #expect(abs(Double(rates.last ?? 0) / quick.rate - 0.01) < 1e-4)
    }
}
