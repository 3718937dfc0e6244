import Imaging
import TestSupport

@testable import Training

/// A folder of small photos by formula, which is gone when the test ends.
final class PhotoFolder {
    let scratch: Scratch

    init(_ count: Int, width: Int = 80, height: Int = 70) throws {
        scratch = try Scratch()
        for number in 0..<count { try add("\(1000 + number)", width: width, height: height) }
    }

    var path: String { scratch.path }

    func add(_ name: String, width: Int, height: Int) throws {
        try PictureFile.write(Self.photo(name, width, height), to: "\(path)/\(name).png")
    }

    static func photo(_ name: String, _ width: Int, _ height: Int) -> RGBPicture {
        var photo = RGBPicture(width: width, height: height)
        let values = formulaWeights(name, count: 3 * width * height, limit: 127.5)
        var bytes = photo.mutableBytes
        for index in values.indices { bytes[index] = UInt8(values[index] + 127.5) }
        return photo
    }

    /// The library, unchecked.
    func library() throws -> PhotoLibrary {
        PhotoLibrary(paths: try PictureFolder.pictures(under: path), digest: "ab12")
    }
}
