import Testing

@testable import Imaging

@Suite struct HeatRampTests {
    @Test func `every step is brighter than the one before`() {
        let light = (0...255).map { step in
            let colour = HeatRamp.colour(Float(step) / 255)
            return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]
        }
        #expect(zip(light, light.dropFirst()).allSatisfy { $0 < $1 })
        #expect(light[0] < 12)
        #expect(light[255] > 230)
    }

    @Test func `colours and opacity stay within their ranges`() {
        for step in 0...1000 {
            let value = Float(step) / 1000
            let colour = HeatRamp.colour(value)
            #expect(colour.min() >= 0)
            #expect(colour.max() <= 255)
            #expect((0...0.90001).contains(HeatRamp.opacity(value)))
        }
        #expect(HeatRamp.opacity(0) == 0)
    }
}
