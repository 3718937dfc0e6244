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

    /// Divides the records of these crops.
    public init(_ crops: [PhotoCrop]) {
        let period = Self.photosToOneHeldOut
        let isHeldOut = crops.map { $0.photo % period == period / 2 }
        training = crops.indices.filter { !isHeldOut[$0] }
        heldOut = crops.indices.filter { isHeldOut[$0] }
    }
}
