import Anomaly
import Testing

@Suite struct ScoreSpreadTests {
    @Test func `mean and population deviation are those of the scores`() throws {
        let spread = try ScoreSpread(of: [2, 4, 4, 4, 5, 5, 7, 9])
        #expect(spread == ScoreSpread(mean: 5, deviation: 2))
        #expect(spread.standardised(9) == 2)
    }

    @Test(arguments: [[], [3], [3, 3, 3], [1, .nan], [1, .infinity]])
    func `scores without spread are refused`(scores: [Double]) {
        #expect(throws: ModelError.self) { try ScoreSpread(of: scores) }
    }
}
