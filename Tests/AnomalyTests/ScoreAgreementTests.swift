import Testing

@testable import Anomaly

@Suite struct ScoreAgreementTests {
    private static func scores(_ combined: [Float]) -> [CalibrationScore] {
        combined.map { CalibrationScore(picturable: 0, unpicturable: 0, combined: $0) }
    }

    private static let exact: [Float] = [-1, -0.5, 0, 0.5, 2]

    private static func agreement(
        _ change: (inout [Float]) -> Void, threshold: Float = Float(2).nextUp
    ) -> ScoreAgreement {
        var scores = exact
        change(&scores)
        return ScoreAgreement(
            of: Self.scores(scores), from: Self.scores(exact), threshold: threshold)
    }

    @Test func `what differs is told in standard deviations`() {
        let agreement = Self.agreement {
            $0[0] += 0.1
            $0[3] -= 0.2
        }
        #expect(agreement.parts == 5 && agreement.flipped == 0)
        #expect(abs(agreement.shift - -0.02) < 1e-6)
        #expect(abs(agreement.typical - 0.1) < 1e-6)
        #expect(abs(agreement.worst - 0.2) < 1e-6)
        #expect(agreement.objection == nil)
        let words =
            "5 held-out good parts deviate by -0.02 on average, 0.1 typically, 0.2 at most, in "
            + "standard deviations (up to 0.1 and 0.125 hold)"
        #expect(agreement.text == words)
        #expect(Self.agreement { $0[0] -= 0.0001 }.text.contains("by 0.0 on average"))
    }

    @Test func `what all have in common, what one has for itself and no number are refused`() {
        let together = Self.agreement { for index in $0.indices { $0[index] += 0.11 } }
        #expect(together.objection?.contains("on average, more than 0.1") == true)
        let alone = Self.agreement {
            $0[0] += 0.3
            $0[1] -= 0.3
        }
        #expect(alone.objection?.contains("typically, more than 0.125") == true)
        let none = Self.agreement { $0[2] = .nan }
        #expect(none.objection != nil)
    }

    @Test func `another verdict is refused, but not of the part that is the threshold`() {
        #expect(Self.agreement { $0[4] += 0.2 }.objection == nil)
        let flipped = Self.agreement({ $0[3] -= 0.05 }, threshold: 0.48)
        #expect(flipped.flipped == 1)
        #expect(flipped.objection?.contains("1 of its 5 held-out good parts") == true)
        #expect(Self.agreement({ $0[3] -= 0.05 }, threshold: 0.6).objection == nil)
    }
}
