/// The records of a cache, divided into those that a teacher learns and those it is checked by.
///
/// By photo, so that no photo is on both sides: every 20th is held out. Photos are numbered in the
/// order of their names, so photos of every folder and kind are among them.
public struct TargetSplit: Sendable, Equatable {
    /// The records to learn.
    public let training: [Int]
    /// The records to check by.
    public let heldOut: [Int]

    /// One photo in so many is held out.
    static let photosToOneHeldOut = 20

    /// The fewest crops of which a step can be learned and one is held out.
    ///
    /// - Parameters:
    ///   - seed: From which crops are drawn.
    ///   - photos: How many photos there are, at least 20.
    ///   - batch: Crops of a step.
    /// - Returns: Their number.
    public static func fewestCrops(seed: UInt64, photos: Int, batch: Int) -> Int {
        precondition(photos >= photosToOneHeldOut, "one photo of 20 is held out")
        var sequence = CropSequence(seed: seed, photos: photos)
        var (crops, heldOut) = (0, 0)
        while heldOut < 1 || crops - heldOut < batch {
            if isHeldOut(sequence.photo(of: crops)) { heldOut += 1 }
            crops += 1
        }
        return crops
    }

    private static func isHeldOut(_ photo: Int) -> Bool {
        photo % photosToOneHeldOut == photosToOneHeldOut / 2
    }

    /// Divides the records of these crops.
    public init(_ crops: [PhotoCrop]) {
        let isHeldOut = crops.map { Self.isHeldOut($0.photo) }
        training = crops.indices.filter { !isHeldOut[$0] }
        heldOut = crops.indices.filter { isHeldOut[$0] }
    }
}
