/// A table of bell-shaped noise, made once; a frame begins to read it at a random place.
enum SensorNoise {
    static let count = 1 << 16
    static let mask = count - 1

    /// Values in 1/4096 of a grey level, deviation 2.2 grey levels, half a level added to round.
    static func table() -> [Int32] {
        var random = RandomSource(seed: 17, purpose: 3)
        return (0..<count).map { _ in
            // Four uniform values make a bell; the deviation of their sum is 0.577.
            let sum = random.unit() + random.unit() + random.unit() + random.unit() - 2
            return Int32(sum * (2.2 / 0.577) * 4096) + 2048
        }
    }
}
