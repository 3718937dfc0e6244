import Imaging
import Testing

@testable import Training

@Suite struct PhotoCropTests {
    private func crops(_ count: Int, width: Int, height: Int) -> [PhotoCrop] {
        var random = SplitMix64(seed: 5)
        let size = PictureSize(width: width, height: height)
        return (0..<count).map { _ in PhotoCrop.draw(of: 7, size, from: &random) }
    }

    @Test func `area and aspect are those of the recipe, and spread over it`() {
        let crops = crops(2000, width: 500, height: 400)
        let shares = crops.map { Double($0.region.width * $0.region.height) / 200_000 }
        let aspects = crops.map { Double($0.region.width) / Double($0.region.height) }
        #expect(shares.allSatisfy { (0.345...1).contains($0) })
        #expect(aspects.allSatisfy { (0.745...1.34).contains($0) })
        #expect((shares.min() ?? 1) < 0.37 && (shares.max() ?? 0) > 0.9)
        #expect((aspects.min() ?? 1) < 0.77 && (aspects.max() ?? 0) > 1.3)
        #expect(crops.allSatisfy { $0.photo == 7 })
    }

    @Test func `every crop is inside of its photo`() {
        for (width, height) in [(500, 400), (64, 1000), (64, 64), (900, 100)] {
            #expect(
                crops(500, width: width, height: height).allSatisfy {
                    $0.region.x >= 0 && $0.region.y >= 0 && $0.region.width > 0
                        && $0.region.height > 0 && $0.region.x + $0.region.width <= width
                        && $0.region.y + $0.region.height <= height
                })
        }
    }

    @Test func `half are mirrored and a tenth are grey`() {
        let crops = crops(4000, width: 500, height: 400)
        #expect((1900...2100).contains(crops.count { $0.isMirrored }))
        #expect((340...460).contains(crops.count { $0.isGrey }))
    }

    @Test func `of a narrow photo the middle is taken`() {
        let crop = crops(1, width: 64, height: 1000)[0]
        #expect(crop.region == Region(x: 0, y: 457, width: 64, height: 85))
    }
}
