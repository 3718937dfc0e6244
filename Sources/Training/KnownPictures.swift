public import Anomaly
import Imaging

/// Pictures that a model was made of, found again among others.
///
/// A model file has one digest for all of its training pictures and one for all of its calibration
/// pictures, so that they are found where a folder has the whole of them: divided as the folder
/// itself, `sight train` or `sight calibrate` divides it. Single ones among others, and those of a
/// folder of which pictures were left out, stay unknown.
public struct KnownPictures: Sendable, Equatable {
    /// Those that were trained on, or that the statistics were fitted to.
    public private(set) var training: [String] = []
    /// Those that thresholds and scales come from.
    public private(set) var calibration: [String] = []
    /// How many pictures were asked about.
    private let asked: Int

    /// Looks for a model's pictures.
    ///
    /// - Parameters:
    ///   - facts: What the model says of the pictures that it was made of.
    ///   - pictures: The ones to look among, in the order of their paths.
    ///   - folder: Where the model's pictures may lie besides, as MVTec AD has them.
    public init(of facts: ModelFacts, among pictures: [String], folder: String) {
        asked = pictures.count
        var digests = FileDigests()
        var (trained, calibrated): (Set<[UInt8]>, Set<[UInt8]>) = ([], [])
        for part in Self.parts(of: pictures, folder) {
            if digests.areThose(of: facts.training, part) {
                trained.formUnion(part.compactMap { digests.of($0) })
            }
            if digests.areThose(of: facts.calibration, part) {
                calibrated.formUnion(part.compactMap { digests.of($0) })
            }
        }
        guard !trained.isEmpty || !calibrated.isEmpty else { return }
        for picture in pictures {
            guard let digest = digests.of(picture) else { continue }
            if trained.contains(digest) {
                training.append(picture)
            } else if calibrated.contains(digest) {
                calibration.append(picture)
            }
        }
    }

    /// What may be the whole of a model's pictures.
    private static func parts(of pictures: [String], _ folder: String) -> [[String]] {
        var parts = [pictures]
        for share in [PictureSplit.heldOutShare, PictureSplit.calibrationShare] {
            var splits = [PictureSplit.divide(pictures, heldOutShare: share)]
            // A folder that has none, or too few, was not what the model was made of.
            if let own = try? PictureSplit.find(in: folder, heldOutShare: share) {
                splits.append(own)
            }
            parts += splits.flatMap { [$0.training, $0.heldOut] }
        }
        return parts
    }

    /// What measuring with these pictures is worth; `nil` where none is known.
    public var warning: String? {
        guard let example = (training + calibration).first else { return nil }
        let roles = [(training, "trained on"), (calibration, "calibrated with")]
        let counts = roles.filter { !$0.0.isEmpty }.map { "\($0.1) \($0.0.count)" }
        return "the model was \(counts.joined(separator: " and ")) of the \(asked) good pictures, "
            + "so good parts look better than they are; measure with parts that it was not made "
            + "of; one of these is \(example)"
    }
}

/// The digests of files, each read once.
private struct FileDigests {
    private var known: [String: [UInt8]] = [:]

    /// The SHA-256 of a file; `nil` for one that cannot be read.
    mutating func of(_ path: String) -> [UInt8]? {
        if let digest = known[path] { return digest }
        guard let source = try? ByteSource(path: path),
            let bytes = try? source.read(at: 0, source.count)
        else { return nil }
        var hash = SHA256()
        hash.update(bytes.span)
        let digest = hash.digest()
        known[path] = digest
        return digest
    }

    /// Whether these files are the ones that a model tells of; as few are read as possible.
    mutating func areThose(of facts: DataFacts, _ paths: [String]) -> Bool {
        guard facts.count == paths.count, !facts.digest.isEmpty else { return false }
        var digests: [[UInt8]] = []
        for path in paths {
            guard let digest = of(path) else { return false }
            digests.append(digest)
        }
        return DataFacts(of: digests) == facts
    }
}

extension DataFacts {
    /// How many pictures, and the digest of their digests.
    ///
    /// - Parameter digests: Of the files, in the order of their paths.
    init(of digests: [[UInt8]]) {
        var hash = SHA256()
        for digest in digests { hash.update(digest.span) }
        self.init(count: digests.count, digest: SHA256.hexadecimal(hash.digest()))
    }
}
