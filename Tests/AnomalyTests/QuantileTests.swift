import Anomaly
import Testing

@Suite struct QuantileTests {
    @Test func `the vectors of the published definition come out`() throws {
        let digits = (0..<10).map { Float(9 - $0) }
        #expect(abs(try Quantile.at(0.9, of: digits) - 8.1) < 1e-6)
        #expect(abs(try Quantile.at(0.995, of: digits) - 8.955) < 1e-6)
        #expect(try Quantile.at(0, of: digits) == 0)
        #expect(try Quantile.at(1, of: digits) == 9)
        #expect(try Quantile.at(0.5, of: [3]) == 3)
    }

    @Test func `the 0.999 quantile of a whole feature map lies where it should`() throws {
        let count = 1_204_224
        // Distinct and out of order: 7919 shares no factor with the count.
        let values = (0..<count).map { Float($0 &* 7919 % count) }
        let quantile = try Quantile.at(0.999, of: values)
        #expect(abs(quantile - 1_203_018.777) < 0.13)
        #expect(values.count { $0 >= quantile } == 1205)
    }

    @Test func `no values, or one that is not a number, are refused`() {
        #expect(throws: ModelError.self) { try Quantile.at(0.5, of: []) }
        let error = #expect(throws: ModelError.self) { try Quantile.at(0.5, of: [1, .nan]) }
        #expect(error?.description.contains("value 1") == true)
    }

    @Test func `maps that are all alike give no quantiles to normalise by`() {
        #expect(throws: ModelError.self) {
            try MapQuantiles(ofPixels: [Float](repeating: 2, count: 100))
        }
    }
}
