import Imaging
import Testing

@testable import Training

@Suite struct CropSequenceTests {
    static let size = PictureSize(width: 300, height: 200)

    @Test func `each round takes every photo once, in another order`() {
        var sequence = CropSequence(seed: 1, photos: 20)
        let rounds = (0..<3).map { round in (0..<20).map { sequence.photo(of: 20 * round + $0) } }
        #expect(rounds.allSatisfy { Set($0) == Set(0..<20) })
        #expect(rounds[0] != rounds[1] && rounds[1] != rounds[2] && rounds[0] != Array(0..<20))
    }

    @Test func `a crop follows from seed and number alone`() {
        var forward = CropSequence(seed: 1, photos: 20)
        let crops = (0..<60).map { forward.crop($0, of: Self.size) }
        var back = CropSequence(seed: 1, photos: 20)
        #expect((0..<60).reversed().map { back.crop($0, of: Self.size) } == crops.reversed())
        var other = CropSequence(seed: 2, photos: 20)
        #expect((0..<60).map { other.crop($0, of: Self.size) } != crops)
        #expect(Set(crops.map { "\($0.region)" }).count > 55)
    }

    @Test func `the sequence is the same for ever`() {
        // A change here changes what every half-made cache goes on with.
        var sequence = CropSequence(seed: 1, photos: 1500)
        #expect((0..<4).map { sequence.photo(of: $0) } == Self.first)
    }

    static let first = [1475, 778, 1211, 1159]
}
