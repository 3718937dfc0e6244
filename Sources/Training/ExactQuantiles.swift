/// Quantiles of more numbers than fit in memory, exactly.
///
/// The bits of a float, made unsigned, sort as the float does. One pass counts the upper 16 bits,
/// which tells in which bin each wanted number lies; a second pass counts the lower 16 bits inside
/// those bins, which gives the numbers themselves. The memory is 65,536 counters a bin, whatever
/// the count of numbers; the price is that the numbers are produced twice.
struct ExactQuantiles {
    /// Produces all numbers in pieces, the same each time it is called.
    typealias Producer = (_ take: (borrowing [Float]) -> Void) -> Void

    /// The quantiles of all numbers, interpolated linearly between neighbours.
    ///
    /// - Parameters:
    ///   - fractions: Which, from 0 to 1.
    ///   - numbers: Finite numbers, at least one.
    /// - Returns: (fractions.count).
    /// - Source: ALGORITHMS 1: h = q (n - 1), v[i] + (h - i)(v[i + 1] - v[i]).
    static func of(_ fractions: [Double], _ numbers: Producer) -> [Float] {
        var upper = [Int](repeating: 0, count: 1 << 16)
        numbers { piece in
            for index in piece.indices { upper[Int(key(piece[index]) >> 16)] += 1 }
        }
        let count = upper.reduce(0, +)
        precondition(count > 0, "quantiles of no numbers")
        let places = fractions.map { Double(count - 1) * $0 }
        let ranks = places.flatMap { place in
            [Int(place), min(Int(place) + 1, count - 1)]
        }
        let values = select(ranks, upper: upper, numbers)
        return places.indices.map { index in
            let low = Double(values[2 * index])
            let high = Double(values[2 * index + 1])
            return Float(low + (places[index] - places[index].rounded(.down)) * (high - low))
        }
    }

    /// The numbers at these places of the sorted order.
    private static func select(_ ranks: [Int], upper: [Int], _ numbers: Producer) -> [Float] {
        let found = ranks.map { bin(of: $0, in: upper) }
        let bins = Array(Set(found.map(\.bin))).sorted()
        var tableOfBin = [Int](repeating: -1, count: 1 << 16)
        for (table, bin) in bins.enumerated() { tableOfBin[bin] = table }
        var lower = [[Int]](repeating: [Int](repeating: 0, count: 1 << 16), count: bins.count)
        numbers { piece in
            for index in piece.indices {
                let key = key(piece[index])
                let table = tableOfBin[Int(key >> 16)]
                if table >= 0 { lower[table][Int(key & 0xFFFF)] += 1 }
            }
        }
        return found.map { bin, rest in
            let low = Self.bin(of: rest, in: lower[tableOfBin[bin]]).bin
            return number(UInt32(bin) << 16 | UInt32(low))
        }
    }

    /// The bin in which the number of this rank lies, and its rank inside.
    private static func bin(of rank: Int, in counts: [Int]) -> (bin: Int, rest: Int) {
        var rest = rank
        for (bin, count) in counts.enumerated() {
            if rest < count { return (bin, rest) }
            rest -= count
        }
        preconditionFailure("the numbers changed between two passes")
    }

    /// Bits that sort as the number does.
    private static func key(_ number: Float) -> UInt32 {
        let bits = number.bitPattern
        return bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
    }

    private static func number(_ key: UInt32) -> Float {
        Float(bitPattern: key >> 31 == 1 ? key & 0x7FFF_FFFF : ~key)
    }
}
