import Testing

@testable import Training

@Suite struct LearningScheduleTests {
    @Test func `the full schedule is the published one`() {
        let full = LearningSchedule.full
        #expect(full.steps == 70_000 && full.penaltyInterval == 1)
        #expect(full.stages.map(\.stage) == [.both] && full.with(steps: 9).autoencoderSteps == 0)
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

    @Test func `fewer steps are fewer for the autoencoder too, but some`() {
        var schedule = LearningSchedule.quick
        (schedule.steps, schedule.autoencoderSteps) = (1_200, 1_500)
        #expect(schedule.with(steps: 600).autoencoderSteps == 750)
        #expect(schedule.with(steps: 1).stages.map(\.steps) == [2, 1])
        #expect(schedule.with(steps: 1_200) == schedule)
        #expect(schedule.stepsText == "1500 steps of the autoencoder, then 1200")
        #expect(LearningSchedule.full.stepsText == "70000 steps")
    }
}
