import Anomaly
import Foundation
import Testing

@testable import Evaluation

@Suite struct DetectorAdviceTests {
    /// A normal number by Box and Muller.
    private func normal(_ random: inout SeededNumbers) -> Double {
        let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &random))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
    }

    private func scores(
        _ count: Int = 300, seed: UInt64 = 1,
        distance: (_ normal: Double, _ picturable: Double) -> Double
    ) -> [CalibrationScore] {
        var random = SeededNumbers(seed: seed)
        return (0..<count).map { _ in
            let picturable = normal(&random)
            return CalibrationScore(
                picturable: Float(0.2 + 0.01 * picturable),
                unpicturable: Float(distance(normal(&random), picturable)), combined: 0)
        }
    }

    @Test func `a distance with as short a tail costs the root of two`() throws {
        let advice = try #require(DetectorAdvice(scores { normal, _ in 20 + 3 * normal }))
        #expect(abs(advice.price - DetectorAdvice.fairPrice) < 0.15)
        #expect(advice.recommended == .efficientADWithPUAD && advice.parts == 300)
        #expect(advice.text.contains("--detector puad"))
    }

    @Test func `a distance that runs away for some good parts is not recommended`() throws {
        let advice = try #require(
            DetectorAdvice(scores { normal, _ in 20 + exp(1.6 * normal) }))
        #expect(advice.price > DetectorAdvice.highestPrice)
        #expect(advice.recommended == .efficientAD && advice.text.contains("efficientad"))
    }

    @Test func `a distance that grows with the picturable score costs twice`() throws {
        let advice = try #require(DetectorAdvice(scores { _, picturable in 5 + picturable }))
        #expect(abs(advice.price - 2) < 0.02 && advice.recommended == .efficientAD)
    }

    @Test func `the same scores always get the same advice`() {
        let scores = scores { normal, _ in normal }
        #expect(DetectorAdvice(scores) == DetectorAdvice(scores))
    }

    @Test(arguments: [(true, false), (true, true), (false, true), (false, false)])
    func `good parts that fail only because of the distance speak against it`(
        puadKeeps: Bool, aloneKeeps: Bool
    ) throws {
        let threshold = Threshold(scores: (1...99).map { Float($0) }, falseRejectRate: 0.01)
        func check(_ kind: DetectorKind, _ keeps: Bool) -> PromiseCheck {
            let good = (0..<99).map { Float($0 < 20 && !keeps ? 1000 : 0) }
            return PromiseCheck(kind, threshold, good: good, defective: [])
        }
        let advice = try #require(DetectorAdvice(scores { normal, _ in 20 + 3 * normal })).tried([
            check(.efficientADWithPUAD, puadKeeps), check(.efficientAD, aloneKeeps),
        ])
        #expect(advice.isRefuted == (!puadKeeps && aloneKeeps))
        #expect((advice.recommended == .efficientAD) == advice.isRefuted)
        #expect(advice.text.contains("than promised") == advice.isRefuted)
        #expect(!advice.tried([]).isRefuted)
    }

    @Test func `few parts, and a model without a distance, say nothing`() {
        #expect(DetectorAdvice(scores(59) { normal, _ in normal }) == nil)
        #expect(DetectorAdvice(scores { _, _ in 0 }) == nil)
        #expect(DetectorAdvice([]) == nil)
        let few = scores(59) { normal, _ in normal }
        #expect(DetectorAdvice.absence(few).contains("59 good parts are held out, and 60"))
        #expect(DetectorAdvice.absence(scores { _, _ in 0 }).contains("do not differ"))
    }
}
