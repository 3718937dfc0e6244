/// One pixel's score and region in 64 bits that sort from the highest score to the lowest.
///
/// The upper half is the score, the lower half the region's number; 0 is the background.
enum PixelSample {
    /// Set where a pixel lies in several regions and was counted with another already.
    private static let repeated: UInt64 = 1 << 31

    /// Bits of a score, the smaller the higher it is; both zeros are one score.
    static func key(_ score: Float) -> UInt32 {
        let bits = (score + 0).bitPattern
        return bits >> 31 == 1 ? bits : ~(bits | 0x8000_0000)
    }

    /// The score of a key.
    static func score(of key: UInt32) -> Float {
        Float(bitPattern: key >> 31 == 1 ? key : ~key & 0x7FFF_FFFF)
    }

    /// Packs a pixel.
    static func pack(_ key: UInt32, region: Int, isRepeated: Bool = false) -> UInt64 {
        UInt64(key) << 32 | UInt64(region) | (isRepeated ? repeated : 0)
    }

    /// The score's bits.
    static func key(of sample: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: sample >> 32) }

    /// The region's number from 1; 0 is the background.
    static func region(of sample: UInt64) -> Int { Int(sample & (repeated - 1)) }

    /// Whether the pixel was counted with another region.
    static func isRepeated(_ sample: UInt64) -> Bool { sample & repeated != 0 }

    /// Sorts by score, the highest first.
    ///
    /// - Parameters:
    ///   - samples: Sorted afterwards.
    ///   - scratch: As long; its content is any afterwards.
    /// - Note: Three passes of 11 bits, the lowest first.
    static func sort(_ samples: inout [UInt64], scratch: inout [UInt64]) {
        for pass in 0..<3 {
            let shift = UInt64(32 + 11 * pass)
            var places = [Int](repeating: 0, count: 1 << 11)
            for sample in samples { places[Int(sample >> shift & 0x7FF)] += 1 }
            var sum = 0
            for digit in places.indices {
                (places[digit], sum) = (sum, sum + places[digit])
            }
            for sample in samples {
                let digit = Int(sample >> shift & 0x7FF)
                scratch[places[digit]] = sample
                places[digit] += 1
            }
            swap(&samples, &scratch)
        }
    }
}
