import Testing

@testable import Training
@testable import sight

@Suite struct ProgressLineTests {
    @Test(arguments: [(5, 30.0, ", 1 min left"), (5, 150, ", 3 min left"), (10, 0, "")])
    func `the time left is told until there is none`(
        step: Int, seconds: Double, text: String
    ) {
        let progress = TrainingProgress(
            stage: .student, step: step, steps: 10, losses: Losses(), secondsLeft: seconds)
        #expect(ProgressLine.timeLeft(progress) == text)
    }

    @Test func `nothing is told before a step is timed`() {
        let progress = TrainingProgress(stage: .student, step: 0, steps: 10, losses: Losses())
        #expect(ProgressLine.timeLeft(progress).isEmpty)
    }
}
