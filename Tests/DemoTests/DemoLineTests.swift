import Demo
import TestSupport
import Testing

@Suite struct DemoLineTests {
    static let good = DemoLine(seed: 7, defects: .never)

    static func frame(_ line: DemoLine, _ index: UInt64) -> [UInt8] {
        var frame = [UInt8](repeating: 0, count: line.width * line.height * 3)
        var span = frame.mutableSpan
        line.render(index, into: &span)
        return frame
    }

    /// FNV-1a over all bytes.
    static func checksum(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    @Test(
        arguments: [
            (nil, 16_827_992_664_760_477_369), (.scratch, 11_152_934_810_562_785_472),
            (.dent, 17_155_128_138_981_688_370), (.stain, 10_834_516_965_411_707_592),
            (.missing, 14_677_602_270_929_031_518), (.extra, 12_139_030_138_188_822_490),
            (.swapped, 11_562_183_718_022_406_437),
        ] as [(DefectKind?, UInt64)])
    func `seed and index decide every byte`(defect: DefectKind?, expected: UInt64) {
        let line = DemoLine(seed: 7, defects: defect.map(DefectPolicy.always) ?? .never)
        #expect(Self.checksum(Self.frame(line, 41)) == expected)
    }

    @Test func `frames are the same in any order`() {
        let line = DemoLine(seed: 3, defects: .demo)
        let second = Self.frame(line, 2)
        _ = Self.frame(line, 9)
        #expect(Self.frame(line, 2) == second)
    }

    @Test func `good parts differ from each other, but not much`() {
        let first = Self.frame(Self.good, 0)
        for index in 1...3 {
            let other = Self.frame(Self.good, UInt64(index))
            var sum = 0
            for place in first.indices { sum += abs(Int(first[place]) - Int(other[place])) }
            let mean = Double(sum) / Double(first.count)
            #expect(mean > 3 && mean < 40, "frame \(index) differs by \(mean) grey levels")
        }
    }

    @Test func `another seed gives another part`() {
        #expect(Self.frame(Self.good, 0) != Self.frame(DemoLine(seed: 8, defects: .never), 0))
    }

    @Test(arguments: DefectKind.allCases)
    func `a defect changes the part inside its box and nowhere else`(kind: DefectKind) throws {
        let line = DemoLine(seed: 7, defects: .always(kind))
        for index in UInt64(0)..<6 {
            let box = try #require(line.truth(of: index).box)
            let with = Self.frame(line, index)
            let without = Self.frame(Self.good, index)
            let (inside, outside) = Self.changed(with, without, box, line.width)
            #expect(outside == 0, "\(kind.name) \(index): \(outside) pixels beside the box")
            #expect(inside >= 40, "\(kind.name) \(index): only \(inside) pixels changed")
        }
    }

    /// How many pixels differ inside and outside a box.
    static func changed(
        _ a: [UInt8], _ b: [UInt8], _ box: PixelBox, _ width: Int
    ) -> (inside: Int, outside: Int) {
        var count = (inside: 0, outside: 0)
        for pixel in 0..<a.count / 3 {
            let place = pixel * 3
            if a[place] == b[place] && a[place + 1] == b[place + 1] && a[place + 2] == b[place + 2]
            {
                continue
            }
            if box.contains(column: pixel % width, row: pixel / width) {
                count.inside += 1
            } else {
                count.outside += 1
            }
        }
        return count
    }

    @Test func `rendering allocates nothing`() {
        let line = DemoLine(seed: 7, defects: .oneIn(1))
        var frame = [UInt8](repeating: 0, count: line.width * line.height * 3)
        var span = frame.mutableSpan
        var index: UInt64 = 0
        let count = allocations {
            // The warm-up and the counted run see every kind of defect.
            for _ in 0..<12 {
                line.render(index % 12, into: &span)
                index += 1
            }
        }
        #expect(!countsAllocations || count == 0, "\(count) allocations")
    }

    @Test func `a frame of the wrong size is refused`() async {
        await #expect(processExitsWith: .failure) {
            let line = DemoLine(seed: 1, defects: .never)
            var frame = [UInt8](repeating: 0, count: 100)
            var span = frame.mutableSpan
            line.render(0, into: &span)
        }
    }
}
