import CImaging
import Foundation
import Imaging
import TestSupport
import Testing

@Suite(.serialized) struct ResizerTests {
    static let square = PictureSize(width: 256, height: 256)
    static let sizes = [(420, 300), (1280, 720), (100, 80), (256, 511), (2592, 1944)]

    static func resized(_ picture: borrowing RGBPicture, to target: PictureSize) -> RGBPicture {
        var resizer = Resizer(from: picture.size, to: target)
        var result = RGBPicture()
        resizer.run(picture, into: &result)
        return result
    }

    @Test(arguments: sizes, [0, 1, 2])
    func `the result is Pillow's, bit for bit, at every instruction level`(
        size: (Int, Int), level: Int32
    ) throws {
        guard cimaging_use_level(level) else { return }
        defer { while !cimaging_use_level(2), !cimaging_use_level(1), !cimaging_use_level(0) {} }
        let file = try Safetensors(Pictures.fixtures.appending(path: "resize.safetensors"))
        let expected = try #require(file["\(size.0)x\(size.1)"])
        let result = Self.resized(Pictures.formula(size.0, size.1), to: Self.square)
        let wrong = zip(result.array, expected).filter { $0 != $1 }.count
        #expect(wrong == 0)
        #expect(result.size == Self.square)
    }

    @Test func `the conformance vector holds`() {
        let result = Self.resized(Pictures.formula(420, 300), to: Self.square)
        #expect(result.pixel(0, 0) == [5, 34, 63])
        #expect(result.pixel(128, 128) == [146, 71, 75])
        #expect(result.array.reduce(0) { $0 + Int($1) } == 25_101_289)
        #expect(crc32(result.array) == 0xF630_79B0)
    }

    @Test func `a picture of the target's size is copied`() {
        let picture = Pictures.formula(256, 256)
        #expect(Self.resized(picture, to: Self.square).array == picture.array)
    }

    @Test(arguments: [(1, 1), (1, 700), (3, 2), (16384, 1), (257, 256), (256, 9)])
    func `a flat picture stays flat at any size`(size: (Int, Int)) {
        let picture = Pictures.of(size.0, size.1) { _, _, c in [0, 255, 77][c] }
        let result = Self.resized(picture, to: Self.square)
        #expect(result.array == Pictures.of(256, 256) { _, _, c in [0, 255, 77][c] }.array)
    }

    @Test(arguments: [(100, 37), (31, 90), (500, 33)])
    func `every size agrees with the formula written plainly`(size: (Int, Int)) {
        let target = PictureSize(width: 64, height: 48)
        let picture = Pictures.formula(size.0, size.1)
        let result = Self.resized(picture, to: target)
        let rows = plain(picture.array, size.0, size.1, to: 64)
        let across = transposed(rows, 64, size.1)
        let expected = transposed(plain(across, size.1, 64, to: 48), 48, 64)
        #expect(result.array == expected)
    }

    @Test(.enabled(if: countsAllocations)) func `resizing allocates nothing`() {
        let picture = Pictures.formula(300, 200)
        var resizer = Resizer(from: picture.size, to: Self.square)
        var result = RGBPicture()
        #expect(allocations { resizer.run(picture, into: &result) } == 0)
    }

    @Test func `a picture of another size traps`() async {
        await #expect(processExitsWith: .failure) {
            var resizer = Resizer(from: Self.square, to: Self.square)
            var result = RGBPicture()
            resizer.run(RGBPicture(width: 2, height: 2), into: &result)
        }
    }
}

/// One axis of the resize as ALGORITHMS 1.1 writes it: rows of `width` become rows of `target`.
private func plain(_ bytes: [UInt8], _ width: Int, _ height: Int, to target: Int) -> [UInt8] {
    let scale = Double(width) / Double(target)
    let support = max(scale, 1)
    var result = [UInt8](repeating: 0, count: 3 * target * height)
    for d in 0..<target {
        let centre = (Double(d) + 0.5) * scale
        let first = max(Int(centre - support + 0.5), 0)
        let end = min(Int(centre + support + 0.5), width)
        let weights = (first..<end).map {
            max(0, 1 - abs((Double($0) - centre + 0.5) * (1 / support)))
        }
        let sum = weights.reduce(0, +)
        let fixed = weights.map { Int($0 / sum * 4_194_304 + 0.5) }
        for y in 0..<height {
            for c in 0..<3 {
                var total = 1 << 21
                for (t, weight) in fixed.enumerated() {
                    total += weight * Int(bytes[3 * (y * width + first + t) + c])
                }
                result[3 * (y * target + d) + c] = UInt8(min(max(total >> 22, 0), 255))
            }
        }
    }
    return result
}

/// (height, width, 3) as (width, height, 3).
private func transposed(_ bytes: [UInt8], _ width: Int, _ height: Int) -> [UInt8] {
    var result = bytes
    for y in 0..<height {
        for x in 0..<width {
            for c in 0..<3 {
                result[3 * (x * height + y) + c] = bytes[3 * (y * width + x) + c]
            }
        }
    }
    return result
}
