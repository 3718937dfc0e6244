import CJPEGWriter
import Foundation
import Imaging
import TestSupport

/// Pictures and files that tests make.
enum Pictures {
    /// The folder of this module's fixtures.
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/imaging").standardized

    /// The picture of the conformance vector: (7x + 13y + 29c + floor(xy / 5)) mod 256.
    static func formula(_ width: Int, _ height: Int) -> RGBPicture {
        of(width, height) { x, y, c in UInt8((7 * x + 13 * y + 29 * c + x * y / 5) % 256) }
    }

    /// A picture without sharp edges, which JPEG keeps well.
    static func smooth(_ width: Int, _ height: Int) -> RGBPicture {
        of(width, height) { x, y, c in
            let wave = sin(Double(x) / 17 + Double(c)) * cos(Double(y) / 23)
            return UInt8(128 + 90 * wave)
        }
    }

    /// A picture whose samples a rule gives.
    static func of(
        _ width: Int, _ height: Int, _ sample: (_ x: Int, _ y: Int, _ c: Int) -> UInt8
    ) -> RGBPicture {
        var picture = RGBPicture(width: width, height: height)
        var bytes = picture.mutableBytes
        for y in 0..<height {
            for x in 0..<width {
                for c in 0..<3 { bytes[3 * (y * width + x) + c] = sample(x, y, c) }
            }
        }
        return picture
    }

    /// The kind of JPEG that cameras send.
    static let camera = cjpegwriter_kind(
        quality: 90, horizontal: 2, vertical: 1, progressive: false, restart_rows: 0, cmyk: false,
        grey: false)

    /// A picture as a JPEG file.
    static func jpeg(
        _ picture: borrowing RGBPicture, _ change: (inout cjpegwriter_kind) -> Void = { _ in }
    ) -> [UInt8] {
        var kind = camera
        change(&kind)
        var file = [UInt8](repeating: 0, count: 3 * picture.width * picture.height + 10_000)
        var span = file.mutableSpan
        let count = cjpegwriter_write(&span, picture.bytes, picture.width, kind)
        return Array(file[..<count])
    }

    /// A new empty folder, removed after `body`.
    static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }
}

extension RGBPicture {
    /// The samples as an array.
    var array: [UInt8] {
        let bytes = bytes
        return bytes.indices.map { bytes[$0] }
    }

    /// One pixel.
    func pixel(_ x: Int, _ y: Int) -> [UInt8] {
        let start = 3 * (y * width + x)
        return [bytes[start], bytes[start + 1], bytes[start + 2]]
    }
}

/// The largest and the mean difference of two pictures' samples.
func difference(_ a: borrowing RGBPicture, _ b: borrowing RGBPicture) -> (most: Int, mean: Double) {
    precondition(a.size == b.size)
    let all = zip(a.array, b.array).map { abs(Int($0) - Int($1)) }
    return (all.max() ?? 0, Double(all.reduce(0, +)) / Double(max(all.count, 1)))
}

/// What a throwing body throws; `nil` when it does not.
func failure(_ body: () throws(ImagingError) -> Void) -> ImagingError? {
    do throws(ImagingError) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// What throwing and catching one error costs in this process: nothing in a program, one allocation
/// under the testing library, which keeps a copy of every error thrown.
func allocationsOfOneThrow() -> Int {
    var caught = 0
    return allocations {
        do throws(ImagingError) {
            throw .truncated(expected: 1, found: caught)
        } catch {
            caught += 1
        }
    }
}
