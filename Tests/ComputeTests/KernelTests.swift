import CKernels
import CTestLevel
import Testing

/// All kernels, each against its plain definition.
///
/// The level of the instruction set is the whole process's: `make test` runs these once at each.
@Suite struct KernelTests {
    @Test func `the level that was asked for is in use, else the best`() {
        let level = ckernels_level_in_use()
        let asked = ctestlevel_asked()
        if asked >= 0 {
            #expect(level.rawValue == UInt32(asked))
        } else {
            let better = [
                CKERNELS_AVX2, CKERNELS_AVX2_VNNI, CKERNELS_AVX512, CKERNELS_AVX512_VNNI,
                CKERNELS_AMX,
            ].filter { $0.rawValue > level.rawValue }
            // One that the processor lacks is refused, and nothing changes.
            for level in better { #expect(!ckernels_use_level(level)) }
            #expect(ckernels_level_in_use() == level)
        }
    }

    /// Every half-precision number but those that are not numbers.
    static let halves = (UInt16.min...UInt16.max).filter { !Float16(bitPattern: $0).isNaN }

    @Test func `half precision comes back exactly`() {
        var values = [Float](repeating: .nan, count: Self.halves.count)
        var span = values.mutableSpan
        ckernels_widened(&span, Self.halves.span, 1, 0)
        #expect(values == Self.halves.map { Float(Float16(bitPattern: $0)) })
        var again = [UInt16](repeating: 1, count: values.count)
        var view = again.mutableSpan
        ckernels_halved(&view, values.span)
        // Zero plus zero has lost the sign of a negative zero.
        #expect(zip(again, Self.halves).allSatisfy { $0 == $1 || ($0 == 0 && $1 == 0x8000) })
    }

    @Test func `half precision rounds to the nearest, ties to even`() {
        // Every middle between two neighbours, and the next floats on either side of it.
        let middles = (UInt16(0)..<0x7BFF).flatMap { bits in
            let low = Float(Float16(bitPattern: bits)), high = Float(Float16(bitPattern: bits + 1))
            let middle = (low + high) / 2
            return [middle.nextDown, middle, middle.nextUp, -middle]
        }
        let values = middles + [65519, 65520, 1e9, 1e-9, .infinity]
        var halves = [UInt16](repeating: 1, count: values.count)
        var span = halves.mutableSpan
        ckernels_halved(&span, values.span)
        let expected = (UInt16(0)..<0x7BFF).flatMap { bits in
            let even = bits % 2 == 0 ? bits : bits + 1
            return [bits, even, bits + 1, even | 0x8000]
        }
        #expect(halves == expected + [0x7BFF, 0x7C00, 0x7C00, 0, 0x7C00])
    }

    @Test func `half precision is normalised and summed`() {
        let numbers = (-12..<25).map { Float($0) }
        let halves = numbers.map { Float16($0).bitPattern }
        var values = [Float](repeating: .nan, count: 37)
        var span = values.mutableSpan
        ckernels_widened(&span, halves.span, 0.5, -3)
        #expect(values == numbers.map { $0 / 2 - 3 })
        let sums = ckernels_half_sums(halves.span)
        #expect(sums.sum == 222 && sums.squares == 5550)
    }
}
