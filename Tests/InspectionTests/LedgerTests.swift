import Anomaly
import Capture
import Events
import Imaging
import Realtime
import Testing

@testable import Inspection

@Suite struct LedgerTests {
    let layout = FrameLayout(format: .grey, width: 8, height: 8, bytesPerRow: 8)

    func at(_ milliseconds: UInt64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    func info(captured milliseconds: UInt64) -> FrameInfo {
        var info = FrameInfo(layout: layout)
        info.capturedAt = at(milliseconds)
        return info
    }

    func outcome(_ ordinal: UInt64, score: Float) -> Outcome {
        let component = ComponentScore(raw: score, normalised: score)
        let assessment = Assessment(
            score: score, picturable: component, unpicturable: nil, worstCell: (0, 0))
        return Outcome(
            ordinal: ordinal, result: .judged(assessment), generation: 0, begun: at(0),
            decided: at(0))
    }

    func verdict(_ answer: Ledger.Answer) -> Verdict? {
        if case .publish(_, let verdict) = answer { verdict } else { nil }
    }

    @Test(arguments: [(Float(1.9), Verdict.pass), (2, .fail), (2.1, .fail)])
    func `a part fails from the threshold on`(score: Float, expected: Verdict) {
        var ledger = Ledger(rules: .init())
        ledger.arrived(0, info(captured: 0), at: at(1))
        let answer = ledger.decided(outcome(0, score: score), threshold: 2, at: at(5))
        #expect(verdict(answer) == expected)
        #expect(ledger.inFlight == 0 && ledger.isBalanced)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func `a score that is no number is never a pass`(score: Float) {
        var ledger = Ledger(rules: .init())
        ledger.arrived(0, info(captured: 0), at: at(1))
        let answer = ledger.decided(outcome(0, score: score), threshold: 2, at: at(5))
        #expect(verdict(answer) == .undecided(.internal))
    }

    @Test func `the verdict of a frame that is late leaves before its deadline, once`() {
        var ledger = Ledger(rules: .init(deadlineNanoseconds: 100_000_000))
        ledger.arrived(0, info(captured: 10), at: at(11))
        #expect(ledger.nextDeadline == at(109))
        #expect(ledger.nextLate(at: at(108), sequence: 7) == nil)
        let late = ledger.nextLate(at: at(109), sequence: 7)
        #expect(late?.ordinal == 0)
        #expect(ledger.nextLate(at: at(200), sequence: 8) == nil)
        #expect(ledger.inFlight == 0 && ledger.isBalanced)
        guard
            case .tooLate(let entry) = ledger.decided(
                outcome(0, score: 0), threshold: 1, at: at(300))
        else { return #expect(Bool(false), "a second verdict was given") }
        #expect(entry.lateSequence == 7)
        #expect(ledger.counts.undecided[.late] == 1 && ledger.counts.passed == 0)
        #expect(ledger.isBalanced)
    }

    @Test func `a result that comes after the deadline is late, not a pass`() {
        var ledger = Ledger(rules: .init(deadlineNanoseconds: 100_000_000))
        ledger.arrived(0, info(captured: 10), at: at(11))
        let answer = ledger.decided(outcome(0, score: 0), threshold: 1, at: at(110))
        #expect(verdict(answer) == .undecided(.late))
    }

    @Test func `the first frames after each start of the camera may be left unjudged`() {
        var ledger = Ledger(rules: .init(warmUpFrames: 2))
        var verdicts: [Verdict?] = []
        for ordinal in 0..<6 as Range<UInt64> {
            if ordinal == 3 { ledger.cameraStarted() }
            ledger.arrived(ordinal, info(captured: 0), at: at(1))
            verdicts.append(
                verdict(ledger.decided(outcome(ordinal, score: 0), threshold: 1, at: at(2))))
        }
        let warm = Verdict.undecided(.warmingUp)
        #expect(verdicts == [warm, warm, .pass, warm, warm, .pass])
    }

    @Test func `every frame of a long random life is accounted for`() {
        var random = SystemRandomNumberGenerator()
        var ledger = Ledger(rules: .init(deadlineNanoseconds: 30_000_000))
        var waiting: [UInt64] = []
        var ordinal: UInt64 = 0
        for step in 0..<20_000 as Range<UInt64> {
            switch UInt8.random(in: 0..<10, using: &random) {
                case 0..<4 where waiting.count < 100:
                    ledger.arrived(ordinal, info(captured: step), at: at(step))
                    waiting.append(ordinal)
                    ordinal += 1
                case 4: ledger.missed(3, .driverGap); ordinal += 3
                case 5: _ = ledger.nextLate(at: at(step), sequence: step)
                default:
                    guard !waiting.isEmpty else { continue }
                    if step % 5 == 0 {
                        _ = ledger.overtaken(waiting.removeFirst())
                        continue
                    }
                    var done = outcome(waiting.removeFirst(), score: Float(step % 4))
                    if step % 7 == 0 { done.result = .undecided(.corrupt) }
                    _ = ledger.decided(done, threshold: 2, at: at(step))
            }
            #expect(ledger.isBalanced)
        }
        #expect(ledger.counts.frames == ordinal)
    }

    @Test func `an outcome of a frame that never arrived is a fault of ours`() async {
        await #expect(processExitsWith: .failure) {
            var ledger = Ledger(rules: .init())
            let outcome = Outcome(
                ordinal: 5, result: .undecided(.corrupt), generation: 0,
                begun: Instant(nanoseconds: 0),
                decided: Instant(nanoseconds: 0))
            _ = ledger.decided(outcome, threshold: 1, at: Instant(nanoseconds: 0))
        }
    }
}
