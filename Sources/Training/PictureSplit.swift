import Foundation
import Host
import Imaging

/// A folder of good pictures, divided into those that are fitted to and those that are held out.
public struct PictureSplit: Sendable, Equatable {
    /// What the Gaussian and the teacher's statistics are fitted to.
    public var training: [String]
    /// What quantiles, standardisation and calibration scores come from.
    public var heldOut: [String]
    /// The share that was held out where the folder did not say.
    var share = heldOutShare

    /// The share of a folder's pictures that is held out where it does not divide them itself.
    public static let heldOutShare = 0.15
    /// The share where a model is calibrated: its networks need no pictures, thresholds need many.
    public static let calibrationShare = 0.5
    /// The fewest held-out pictures: with less, mean and deviation of the scores say little.
    public static let fewestHeldOut = 20
    /// The fewest pictures to fit to.
    public static let fewestTraining = 20

    /// Names the two parts.
    public init(training: [String], heldOut: [String]) {
        self.training = training
        self.heldOut = heldOut
    }

    /// Finds the good pictures under a folder.
    ///
    /// `train/good` and `validation/good` are used as they are. `train/good` alone, or any other
    /// folder of pictures, is divided by `divide`. What looks like a whole data set without
    /// `train/good`, like its tests or like its masks is refused, so that no anomalous picture is
    /// taken for a good one.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - share: How much of it is held out where it is not divided.
    /// - Returns: The pictures in the order of their paths.
    /// - Throws: `.pictures` for a folder without pictures, `.noFolder`, `.notAFolder`,
    ///   `.mixedFolder`, `.defectFolder`, `.maskFolder`, `.tooFew`.
    public static func find(
        in folder: String, heldOutShare share: Double = heldOutShare
    ) throws(FittingError) -> PictureSplit {
        let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let train = "\(base)/train/good"
        let validation = "\(base)/validation/good"
        var split: PictureSplit
        if exists(train), exists(validation) {
            split = PictureSplit(training: try list(train), heldOut: try list(validation))
        } else if exists(train) {
            split = divide(try list(train), heldOutShare: share)
        } else {
            try refuseDefects(base)
            split = divide(try list(base), heldOutShare: share)
        }
        try split.check(folder: base)
        return split
    }

    /// Refuses what has other pictures than good ones by its name or by that of what is in it.
    private static func refuseDefects(_ base: String) throws(FittingError) {
        let path = URL(filePath: base).standardizedFileURL
        let (name, parent) = (
            path.lastPathComponent, path.deletingLastPathComponent().lastPathComponent
        )
        if parent == "test", name != "good" { throw .defectFolder(path: base) }
        if [name, parent].contains("ground_truth") { throw .maskFolder(path: base) }
        let inside = try folders(in: base)
        let others = inside.filter { $0 != "good" }
        for found in ["test", "ground_truth"] where inside.contains(found) {
            throw .mixedFolder(path: base, found: found)
        }
        if name == "test" || inside.contains("good"), let found = others.first {
            throw .mixedFolder(path: base, found: found)
        }
    }

    /// The names of the folders in a folder, sorted; none where `list` will say why.
    private static func folders(in base: String) throws(FittingError) -> [String] {
        guard !FileSystem.isMissing(base) else { throw .noFolder(path: base) }
        guard let kind = kind(of: base) else { return [] }
        guard kind == .folder else { throw .notAFolder(path: base) }
        let names = (try? FileSystem.list(base)) ?? []
        return names.filter { !$0.hasPrefix(".") && Self.kind(of: "\(base)/\($0)") == .folder }
    }

    private static func kind(of path: String) -> FileSystem.Status.Kind? {
        (try? FileSystem.status(of: path))?.kind
    }

    /// Divides pictures into 85 % and 15 %, or as told, always in the same way.
    ///
    /// The places 0 ..< n are shuffled by Fisher and Yates from the last to the second, each
    /// swapped with the place `r mod (i + 1)`, where r are the numbers of SplitMix64 from the seed
    /// 42. The last `floor(share · n)` places are held out. Both parts are sorted again.
    ///
    /// - Parameters:
    ///   - paths: The pictures, sorted.
    ///   - share: How much is held out.
    /// - Returns: The parts.
    /// - Source: PUAD holds out the same share; its generator is another.
    public static func divide(
        _ paths: [String], heldOutShare share: Double = heldOutShare
    ) -> PictureSplit {
        var places = Array(paths.indices)
        var random = SplitMix64(seed: 42)
        for last in places.indices.dropFirst().reversed() {
            places.swapAt(last, Int(random.next() % UInt64(last + 1)))
        }
        let held = Int(share * Double(paths.count))
        var split = PictureSplit(
            training: places.dropLast(held).sorted().map { paths[$0] },
            heldOut: places.suffix(held).sorted().map { paths[$0] })
        split.share = share
        return split
    }

    /// Refuses what is too little to fit to.
    func check(folder: String) throws(FittingError) {
        guard heldOut.count >= Self.fewestHeldOut, training.count >= Self.fewestTraining else {
            throw .tooFew(
                folder: folder, training: training.count, heldOut: heldOut.count, share: share)
        }
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    private static func list(_ folder: String) throws(FittingError) -> [String] {
        do throws(ImagingError) {
            return try PictureFolder.pictures(under: folder)
        } catch {
            throw .pictures(error)
        }
    }
}
