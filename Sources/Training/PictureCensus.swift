import Anomaly
import Imaging

/// Which pictures can be used, and the digests of their files.
struct PictureCensus: ~Copyable {
    private(set) var unreadable: [UnreadablePicture] = []
    private var digests: [String: [UInt8]] = [:]
    private var kinds = PictureKinds()
    private var loader: PictureLoader

    /// Prepares to look at pictures.
    init(region: Region?) {
        loader = PictureLoader(region: region)
    }

    /// Reads every picture once.
    ///
    /// - Parameters:
    ///   - split: The pictures.
    ///   - report: Told how far the work is; false asks it to stop.
    /// - Throws: `.cancelled`; pictures that cannot be read are only noted.
    mutating func take(_ split: PictureSplit, _ report: ModelFitter.Report) throws(FittingError) {
        let paths = split.training + split.heldOut
        for (index, path) in paths.enumerated() {
            let progress = FittingProgress(stage: .reading, done: index, total: paths.count)
            guard report(progress) else { throw .cancelled }
            do {
                digests[path] = try loader.loadWithDigest(path)
                let kind = PictureKinds.Kind(of: loader.picture, size: loader.fileSize)
                kinds.add(kind)
            } catch {
                let said = "\(error)"
                unreadable.append(
                    UnreadablePicture(
                        path: path, reason: said.hasPrefix(path) ? said : "\(path): \(said)"))
            }
        }
        _ = report(FittingProgress(stage: .reading, done: paths.count, total: paths.count))
    }

    /// The split without the pictures that cannot be read.
    func usable(_ split: PictureSplit, skipping: Bool) throws(FittingError) -> PictureSplit {
        guard skipping || unreadable.isEmpty else { throw .unreadable(unreadable) }
        var left = split
        left.training.removeAll { digests[$0] == nil }
        left.heldOut.removeAll { digests[$0] == nil }
        try left.check(folder: "the readable pictures")
        return left
    }

    /// The usual division, where it gives the pictures that networks were trained on.
    ///
    /// Of those the networks know, good parts score too low: they must not be held out.
    ///
    /// - Parameters:
    ///   - split: Another division of pictures that can be used.
    ///   - trained: What the networks were trained on; `nil` if that is not known.
    /// - Returns: `nil` where nothing is to be changed, or nothing is known.
    func ownSplit(_ split: PictureSplit, trainedOn trained: DataFacts?) -> PictureSplit? {
        guard let trained, facts(of: split.training) != trained else { return nil }
        let all = (split.training + split.heldOut).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        let usual = PictureSplit.divide(all)
        return facts(of: usual.training) == trained ? usual : nil
    }

    /// How many pictures, and the digest of their digests in the order of the paths.
    func facts(of paths: [String]) -> DataFacts {
        DataFacts(of: paths.map { digests[$0] ?? [] })
    }

    /// What makes the calibration less trustworthy.
    func warnings(_ split: PictureSplit) -> [String] {
        let known = Set(split.training.compactMap { digests[$0] })
        let copies = split.heldOut.filter { path in digests[path].map(known.contains) ?? false }
        guard !copies.isEmpty else { return kinds.warnings }
        let are = copies.count == 1 ? "picture is a copy" : "pictures are copies"
        return kinds.warnings + [
            "\(copies.count) held-out \(are) of training pictures, so the scores of "
                + "good parts look better than they are; for example \(copies[0])"
        ]
    }
}
