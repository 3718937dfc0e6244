import Host
import Imaging

/// Makes a cache of targets from a backbone and photos.
///
/// Crop `n` of a seed is always the same, so a cache that was interrupted, or that shall have more
/// crops, is continued as if it had never stopped.
public struct TargetMaker: ~Copyable {
    /// What the cache's records are made of.
    public let recipe: TargetRecipe

    private let photos: PhotoLibrary
    private let targets: DistillationTargets
    private var sequence: CropSequence
    private var cropper: PhotoCropper

    /// Told how many crops of how many are in the cache; false asks to stop.
    public typealias Report = (_ done: Int, _ total: Int) -> Bool

    /// Plans the backbone.
    ///
    /// - Parameters:
    ///   - backbone: The network.
    ///   - photos: What crops are taken of.
    ///   - seed: From which they are drawn.
    ///   - threads: How many threads work, the calling one included; at least 1.
    /// - Throws: `.wrongWidth`, `.system`.
    public init(
        _ backbone: Backbone, photos: PhotoLibrary, seed: UInt64, threads: Int
    ) throws(DistillationError) {
        try self.init(
            backbone, photos: photos, seed: seed, threads: threads, side: 512,
            channels: TargetRecipe.teacherChannels)
    }

    /// The same for any sizes.
    init(
        _ backbone: Backbone, photos: PhotoLibrary, seed: UInt64, threads: Int, side: Int,
        channels: Int
    ) throws(DistillationError) {
        let (second, third) = backbone.channels
        guard (second + third) / DistillationTargets.group == channels,
            second % DistillationTargets.group == 0, third % DistillationTargets.group == 0
        else {
            throw .wrongWidth(
                backbone: backbone.name,
                channels: (second + third) / DistillationTargets.group)
        }
        do throws(HostError) {
            targets = try DistillationTargets(backbone, side: side, threads: threads)
        } catch {
            throw .system(error)
        }
        self.photos = photos
        recipe = TargetRecipe(
            backbone: backbone.digest, photos: photos.digest, seed: seed, side: side / 2,
            channels: channels, grid: targets.grid)
        sequence = CropSequence(seed: seed, photos: photos.paths.count)
        cropper = PhotoCropper(side: side)
    }

    /// Adds to a cache until it has so many crops.
    ///
    /// - Parameters:
    ///   - path: The cache; made when there is none.
    ///   - crops: How many it shall have at least.
    ///   - report: Told how far the work is; false asks it to stop.
    /// - Throws: `.otherCache`, `.badCache`, `.photos`, `.notFinite`, `.system`, `.cancelled`.
    public mutating func fill(
        cache path: String, crops: Int, _ report: Report
    ) throws(DistillationError) {
        var cache = try TargetCacheWriter(path: path, recipe: recipe)
        while cache.count < crops {
            guard report(cache.count, crops) else {
                try cache.sync()
                throw .cancelled
            }
            let crop = try make(cache.count)
            let target = targets.target
            try cache.append(picture: cropper.small.bytes, target: target.span, of: crop)
        }
        try cache.sync()
        _ = report(cache.count, cache.count)
    }

    /// Makes the pictures and the target of one crop.
    private mutating func make(_ number: Int) throws(DistillationError) -> PhotoCrop {
        let path = photos.paths[sequence.photo(of: number)]
        let photo: RGBPicture
        do throws(ImagingError) {
            photo = try PictureFile.read(path)
        } catch {
            throw .photos(error)
        }
        let crop = sequence.crop(number, of: photo.size)
        cropper.run(crop, of: photo)
        targets.run(cropper.large.bytes)
        let isFinite = targets.target.allSatisfy { $0 & 0x7C00 != 0x7C00 }
        guard isFinite else { throw .notFinite(path: path) }
        return crop
    }
}
