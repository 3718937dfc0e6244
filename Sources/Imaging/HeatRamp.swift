/// The colours of a heat map, from nearly black over violet, red and orange to pale yellow.
///
/// Every step is brighter than the one before, so the order also shows in grey print and to people
/// who do not tell red from green.
enum HeatRamp {
    private static let points: [5 of SIMD3<Float>] = [
        [12, 6, 36], [92, 24, 116], [196, 52, 78], [246, 136, 34], [255, 244, 164],
    ]

    /// The colour of a value from 0 to 1; its samples go from 0 to 255.
    static func colour(_ value: Float) -> SIMD3<Float> {
        let place = value * 4
        let step = min(Int(place), 3)
        let share = place - Float(step)
        return points[step] * (1 - share) + points[step + 1] * share
    }

    /// How much of the colour covers the picture: none at 0, most at 1, soon enough to be seen.
    static func opacity(_ value: Float) -> Float { 0.9 * value * (2 - value) }

    /// A colour that covers a part of what is below it, in whole numbers.
    struct Paint: Sendable {
        /// The samples times the share that they cover, 0 to 255 · 256.
        let samples: SIMD3<Int32>
        /// The share of what is below that stays, 0 to 256.
        let rest: Int32

        /// The colour that is seen where this paint lies over another, 0 to 255.
        func over(_ below: SIMD3<Int32>) -> SIMD3<Int32> {
            (below &* rest &+ samples &+ 128) &>> 8
        }
    }

    /// The paint of a value from 0 to 1.
    static func paint(_ value: Float) -> Paint {
        let share = (opacity(value) * 256).rounded()
        let samples = colour(value) * share
        return Paint(
            samples: SIMD3(Int32(samples[0]), Int32(samples[1]), Int32(samples[2])),
            rest: 256 - Int32(share))
    }
}
