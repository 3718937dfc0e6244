/// Numbers that look random and follow from a seed alone, the same on every machine and for ever.
///
/// - Source: SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// One of many sequences that have nothing in common, for the same seed.
    init(seed: UInt64, stream: UInt64) {
        var first = SplitMix64(seed: seed)
        // Mixed twice, so that neighbouring seeds and streams do not meet each other's states.
        var second = SplitMix64(seed: first.next() ^ stream)
        state = second.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// From 0 to below 1, a multiple of 2^-53.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// From 0 to below `limit`; its remainder favours none by more than 2^-32.
    mutating func below(_ limit: Int) -> Int {
        precondition(limit > 0 && limit <= Int(UInt32.max), "a limit is from 1 to 2^32")
        return Int(next() % UInt64(limit))
    }
}
