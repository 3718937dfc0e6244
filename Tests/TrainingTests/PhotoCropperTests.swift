import Imaging
import Testing

@testable import Training

@Suite struct PhotoCropperTests {
    private func pictures(_ crop: PhotoCrop) -> (large: [UInt8], small: [UInt8]) {
        var cropper = PhotoCropper(side: 8)
        let photo = PhotoFolder.photo("photo", 20, 10)
        cropper.run(crop, of: photo)
        #expect(cropper.large.size == PictureSize(width: 8, height: 8))
        #expect(cropper.small.size == PictureSize(width: 4, height: 4))
        return (elements(of: cropper.large.bytes), elements(of: cropper.small.bytes))
    }

    private func crop(mirrored: Bool = false, grey: Bool = false) -> PhotoCrop {
        PhotoCrop(
            photo: 0, region: Region(x: 9, y: 1, width: 8, height: 8), isMirrored: mirrored,
            isGrey: grey)
    }

    /// The crop's own samples: of a region of the picture's size nothing is resized.
    private func expected(_ place: (Int, Int) -> Int) -> [UInt8] {
        let photo = PhotoFolder.photo("photo", 20, 10)
        let bytes = photo.bytes
        return (0..<8 * 8 * 3).map { index in
            let (y, x, colour) = (index / 24, index % 24 / 3, index % 3)
            return bytes[place(y, x) * 3 + colour]
        }
    }

    @Test func `a crop is the part of the photo that it says`() {
        #expect(pictures(crop()).large == expected { ($0 + 1) * 20 + 9 + $1 })
    }

    @Test func `a mirrored crop has left and right changed`() {
        #expect(pictures(crop(mirrored: true)).large == expected { ($0 + 1) * 20 + 16 - $1 })
    }

    @Test func `a grey crop has Pillow's grey`() {
        let colours = expected { ($0 + 1) * 20 + 9 + $1 }
        let grey = pictures(crop(grey: true)).large
        for place in 0..<64 {
            let (r, g, b) = (colours[3 * place], colours[3 * place + 1], colours[3 * place + 2])
            let exact = 0.299 * Double(r) + 0.587 * Double(g) + 0.114 * Double(b)
            let found = grey[3 * place..<3 * place + 3]
            // The weights have 16 bits after the point.
            #expect(found.allSatisfy { abs(Double($0) - exact) < 0.503 && $0 == found.first })
        }
    }

    @Test func `the small picture is resized from the crop itself`() {
        var part = RGBPicture(width: 8, height: 8)
        let samples = expected { ($0 + 1) * 20 + 9 + $1 }
        var bytes = part.mutableBytes
        for index in samples.indices { bytes[index] = samples[index] }
        var resizer = Resizer(
            from: PictureSize(width: 8, height: 8), to: PictureSize(width: 4, height: 4))
        var small = RGBPicture()
        resizer.run(part, into: &small)
        let wanted = elements(of: small.bytes)
        #expect(pictures(crop()).small == wanted)
    }
}
