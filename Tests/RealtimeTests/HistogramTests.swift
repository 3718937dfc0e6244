import Realtime
import TestSupport
import Testing

@Suite struct HistogramTests {
    @Test func `quantiles are within a sixteenth of the exact ones`() {
        var histogram = Histogram()
        let values = (1...10_000).map { UInt64($0) * 977 }
        for value in values.shuffled() { histogram.record(value) }
        for q in [0.01, 0.5, 0.9, 0.99, 1] {
            let exact = Double(values[Int((q * 10_000).rounded(.up)) - 1])
            let found = Double(histogram.quantile(q))
            #expect(found >= exact && found <= exact * 1.0626, "\(q): \(found), exactly \(exact)")
        }
        #expect(histogram.maximum == 9_770_000 && histogram.count == 10_000)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 1 << 40, UInt64.max])
    func `a single value is its own quantile`(value: UInt64) {
        var histogram = Histogram()
        histogram.record(value)
        #expect(histogram.quantile(0.5) == value && histogram.maximum == value)
    }

    @Test func `an empty histogram answers zero`() {
        #expect(Histogram().quantile(0.5) == 0 && Histogram().maximum == 0)
    }

    @Test func `merging is as good as counting together`() {
        var (first, second, both) = (Histogram(), Histogram(), Histogram())
        for value in 0..<500 as Range<UInt64> {
            first.record(value * value)
            second.record(value * 31)
            both.record(value * value)
            both.record(value * 31)
        }
        first.merge(second)
        #expect(first == both)
    }

    @Test(.enabled(if: countsAllocations)) func `counting allocates nothing`() {
        var histogram = Histogram()
        let made = allocations { for value in 0..<100 { histogram.record(UInt64(value)) } }
        #expect(made == 0)
    }
}
