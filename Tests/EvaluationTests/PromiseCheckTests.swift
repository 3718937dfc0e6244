import Anomaly
import Testing

@testable import Evaluation

@Suite struct PromiseCheckTests {
    private let calibration = (1...99).map { Float($0) }

    @Test func `a score at the threshold fails`() {
        let check = PromiseCheck(
            .efficientAD, Threshold(given: 5), good: [4, 5, 6], defective: [4, 5, 9, 1])
        #expect(check.falseRejects == Share(2, of: 3) && check.escapes == Share(2, of: 4))
        #expect(check.isKept == nil)
        #expect(check.lines.contains { $0.contains("nothing is promised") })
    }

    @Test(arguments: [(5, true), (6, false)])
    func `a promise is kept as long as chance explains the failures`(failed: Int, kept: Bool) {
        let good = (0..<99).map { Float($0 < failed ? 1000 : 0) }
        let threshold = Threshold(scores: calibration, falseRejectRate: 0.01)
        let check = PromiseCheck(.efficientAD, threshold, good: good, defective: [])
        #expect(check.isKept == kept)
        #expect(check.lines.contains { $0.contains("THE PROMISE IS BROKEN") } == !kept)
    }

    @Test func `a rate that the scores do not support is told`() {
        let threshold = Threshold(scores: calibration, falseRejectRate: 0.0001)
        let check = PromiseCheck(.efficientAD, threshold, good: [1], defective: [2])
        #expect(check.lines[0].contains("do not support"))
    }
}
