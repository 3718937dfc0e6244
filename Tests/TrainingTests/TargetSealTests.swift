import Testing

@testable import Training

@Suite struct TargetSealTests {
    @Test(arguments: [0, 1, 2, 3, 1 << 33])
    func `a seal is read as it was written`(number: Int) {
        let seal = TargetSeal(number: number, crop: TinyRecords.crop(number % 100))
        let bytes = seal.bytes
        #expect(bytes.count == 64)
        #expect(TargetSeal(bytes.span) == seal)
    }

    @Test func `any changed byte is noticed`() {
        let bytes = TargetSeal(number: 77, crop: TinyRecords.crop(5)).bytes
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 0x10
            #expect(TargetSeal(changed.span) == nil)
        }
        let (zeros, short) = ([UInt8](repeating: 0, count: 64), Array(bytes[1...]))
        #expect(TargetSeal(zeros.span) == nil)
        #expect(TargetSeal(short.span) == nil)
    }
}
