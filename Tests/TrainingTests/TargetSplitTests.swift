import Testing

@testable import Training

@Suite struct TargetSplitTests {
    @Test func `every 20th photo is held out with all of its crops`() {
        var sequence = CropSequence(seed: 1, photos: 100)
        let crops = (0..<300).map { sequence.crop($0, of: CropSequenceTests.size) }
        let split = TargetSplit(crops)
        #expect(Set(split.heldOut.map { crops[$0].photo }) == [10, 30, 50, 70, 90])
        #expect(split.heldOut.count == 15 && split.training.count == 285)
        #expect((split.training + split.heldOut).sorted() == Array(0..<300))
    }

    @Test(arguments: [(20, 1), (20, 30), (1499, 4)])
    func `of the fewest crops one is held out and a step is learned`(photos: Int, batch: Int) {
        let fewest = TargetSplit.fewestCrops(seed: 3, photos: photos, batch: batch)
        var sequence = CropSequence(seed: 3, photos: photos)
        let crops = (0..<fewest).map { sequence.crop($0, of: CropSequenceTests.size) }
        for (count, isEnough) in [(fewest, true), (fewest - 1, false)] {
            let split = TargetSplit(Array(crops.prefix(count)))
            #expect((!split.heldOut.isEmpty && split.training.count >= batch) == isEnough)
        }
    }

    @Test func `more crops of the same photos move none to the other side`() {
        var sequence = CropSequence(seed: 1, photos: 40)
        let crops = (0..<200).map { sequence.crop($0, of: CropSequenceTests.size) }
        let (few, many) = (TargetSplit(Array(crops.prefix(90))), TargetSplit(crops))
        #expect(many.training.prefix(few.training.count) == few.training[...])
        #expect(many.heldOut.prefix(few.heldOut.count) == few.heldOut[...])
    }
}
