/// The light of one frame and the noise of the sensor that sees it.
struct Light {
    /// The gain in the middle of the frame, for red, green and blue.
    private let gain: (Float, Float, Float)
    private let slopeX: Float
    private let slopeY: Float
    private let noiseStart: Int

    init(_ random: inout RandomSource) {
        let level = random.between(0.92, 1.06)
        let warmth = random.between(-0.02, 0.02)
        gain = (level * (1 + warmth), level, level * (1 - warmth))
        slopeX = random.between(-0.07, 0.07) / Float(DemoLine.side / 2)
        slopeY = random.between(-0.07, 0.07) / Float(DemoLine.side / 2)
        noiseStart = random.below(SensorNoise.count)
    }

    /// Lights a frame: a slope of brightness, darker corners, noise.
    func shine(on frame: inout MutableSpan<UInt8>, noise: Span<Int32>) {
        let side = DemoLine.side
        let middle = Float(side) / 2
        var place = 0
        for row in 0..<side {
            let y = Float(row) + 0.5 - middle
            let rowGain = 1.03 + slopeY * y - y * y * 1.2e-6
            // A step that shares no factor with the table keeps the rows unlike each other.
            var grain = (noiseStart &+ row &* 7919) & SensorNoise.mask
            for column in 0..<side {
                let x = Float(column) + 0.5 - middle
                let bright = rowGain + slopeX * x - x * x * 1.2e-6
                let red = Int32(bright * gain.0 * 4096)
                let green = Int32(bright * gain.1 * 4096)
                let blue = Int32(bright * gain.2 * 4096)
                frame[place] = Self.lit(frame[place], red, noise[grain])
                frame[place &+ 1] = Self.lit(
                    frame[place &+ 1], green, noise[(grain &+ 1) & SensorNoise.mask])
                frame[place &+ 2] = Self.lit(
                    frame[place &+ 2], blue, noise[(grain &+ 2) & SensorNoise.mask])
                grain = (grain &+ 3) & SensorNoise.mask
                place &+= 3
            }
        }
    }

    @inline(__always)
    private static func lit(_ value: UInt8, _ gain: Int32, _ noise: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: min(max((Int32(value) &* gain &+ noise) >> 12, 0), 255))
    }
}
