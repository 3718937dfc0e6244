/// A stream of numbers that is the same on every machine: SplitMix64.
///
/// A stream is named by a seed and by what it is for, so that drawing one number more for the
/// light never moves a component.
///
/// - Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators (OOPSLA 2014).
struct RandomSource {
    private var state: UInt64

    init(seed: UInt64, purpose: UInt64, index: UInt64 = 0) {
        state = Self.mix(seed ^ Self.mix(purpose &+ 0x9E37_79B9_7F4A_7C15 &* (index &+ 1)))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// A number from 0 up to, not with, 1; a multiple of 2⁻²⁴.
    mutating func unit() -> Float {
        Float(next() >> 40) * (1 / 16_777_216)
    }

    /// A number from `low` up to `high`.
    mutating func between(_ low: Float, _ high: Float) -> Float {
        low + (high - low) * unit()
    }

    /// A whole number from 0 up to, not with, `count`.
    mutating func below(_ count: Int) -> Int {
        Int(((next() >> 32) &* UInt64(count)) >> 32)
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
