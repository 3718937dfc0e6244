import CImaging
import Imaging
import Testing

@Suite struct PictureConditionTests {
    static func condition(_ bytes: [UInt8], _ layout: FrameLayout) throws -> PictureCondition {
        var preprocessor = Preprocessor()
        return try preprocessor.prepare(bytes.span, layout: layout)
    }

    @Test(arguments: [0, 1, 2])
    func `levels and shares are those of the region`(level: Int32) throws {
        guard cimaging_use_level(level) else { return }
        defer { while !cimaging_use_level(2), !cimaging_use_level(1), !cimaging_use_level(0) {} }
        let layout = FrameLayout(format: .rgb3, width: 300, height: 300)
        let bytes = Pictures.of(300, 300) { x, y, c in
            switch y {
                case 0..<30: 255
                case 30..<60: c == 1 ? 254 : 0
                case 60..<150: 10
                case 150..<180: c == 2 ? 11 : 0
                default: 100
            }
        }.array
        let found = try Self.condition(bytes, layout)
        #expect(found.saturatedShare == 0.2)
        #expect(found.darkShare == 0.3)
        let sum = 0.1 * 255 + 0.1 * 254 / 3 + 0.3 * 10 + 0.1 * 11 / 3 + 0.4 * 100
        #expect(abs(Double(found.meanLevel) - sum) < 1e-3)
    }

    @Test func `the hash follows every byte of the frame, not only the region`() throws {
        let layout = FrameLayout(format: .grey, width: 37, height: 11)
        let bytes = DecoderTests.noise(layout.byteCountMinimum)
        let first = try Self.condition(bytes, layout).contentHash
        #expect(try Self.condition(bytes, layout).contentHash == first)
        var others: Set<UInt64> = [first]
        for i in bytes.indices {
            var changed = bytes
            changed[i] ^= 1
            others.insert(try Self.condition(changed, layout).contentHash)
        }
        others.insert(try Self.condition(bytes + [0], layout).contentHash)
        #expect(others.count == bytes.count + 2)
    }
}
