import CKernels
import Host

/// Reads a cache of targets by memory map, records in any order.
///
/// Sees the records that were whole when it was opened; a writer may go on meanwhile.
public struct TargetCacheReader: ~Copyable, Sendable {
    /// What the records are made of.
    public let recipe: TargetRecipe
    /// What each record is of.
    public let crops: [PhotoCrop]

    private let layout: TargetCacheLayout
    private let file: MappedFile

    /// The most bytes of a cache: 4 TiB.
    private static let limit: UInt64 = 1 << 42

    /// Opens a cache and checks the seal of each record.
    ///
    /// - Parameter path: The file.
    /// - Throws: `.badCache`, `.otherCache` for one made by another method, `.system`.
    public init(path: String) throws(DistillationError) {
        let mapped = try Self.map(path)
        let recipe = try Self.recipe(of: mapped, path: path)
        let layout = TargetCacheLayout(recipe)
        crops = try Self.crops(in: mapped, layout, path: path)
        self.recipe = recipe
        self.layout = layout
        file = mapped
    }

    private static func map(_ path: String) throws(DistillationError) -> MappedFile {
        do throws(HostError) {
            return try MappedFile(path: path, limit: Self.limit)
        } catch {
            throw .system(error)
        }
    }

    private static func recipe(
        of file: borrowing MappedFile, path: String
    ) throws(DistillationError) -> TargetRecipe {
        let header = file.bytes(0..<min(TargetCacheLayout.headerBytes, file.count))
        return try TargetCacheLayout.recipe(of: header.indices.map { header[$0] }, path: path)
    }

    /// How many bytes a cache of so many records has.
    public static func bytes(of crops: Int, _ recipe: TargetRecipe) -> Int {
        TargetCacheLayout(recipe).start(of: crops)
    }

    /// The records there are.
    public var count: Int { crops.count }

    private static func crops(
        in file: borrowing MappedFile, _ layout: TargetCacheLayout, path: String
    ) throws(DistillationError) -> [PhotoCrop] {
        var crops: [PhotoCrop] = []
        let room = layout.records(inFileOf: file.count)
        for record in 0..<room {
            let place = layout.seal(of: record)
            let seal = TargetSeal(file.bytes(place..<place + TargetSeal.byteCount))
            guard let seal, seal.number == record else {
                // A writer that lost its power leaves such an end; the next writer takes it away.
                if record == room - 1 { break }
                throw .badCache(path: path, problem: "record \(record) of \(room) is damaged")
            }
            crops.append(seal.crop)
        }
        return crops
    }

    /// What the teacher sees in record `record`: (side, side, 3), RGB, 8 bits.
    @_lifetime(borrow self)
    public func picture(_ record: Int) -> Span<UInt8> {
        precondition(crops.indices.contains(record), "a cache has the records it counts")
        let start = layout.start(of: record)
        return file.bytes(start..<start + layout.pictureBytes)
    }

    /// What the backbone says of it: (channels, grid, grid), half precision.
    @_lifetime(borrow self)
    public func target(_ record: Int) -> Span<UInt16> {
        precondition(crops.indices.contains(record), "a cache has the records it counts")
        let start = layout.start(of: record) + layout.pictureBytes
        return file.numbers(UInt16.self, start..<start + layout.targetBytes)
    }

    /// A target, normalised: (target - mean) / deviation, for each channel.
    ///
    /// - Parameters:
    ///   - record: Which.
    ///   - statistics: Of the channels.
    /// - Returns: (channels, grid, grid).
    public func values(_ record: Int, _ statistics: TargetStatistics) -> [Float] {
        let target = target(record)
        let plane = recipe.grid * recipe.grid
        precondition(
            statistics.mean.count == recipe.channels, "a target has its channels and its grid")
        var values = [Float](repeating: 0, count: target.count)
        var span = values.mutableSpan
        for channel in 0..<recipe.channels {
            let range = channel * plane..<(channel + 1) * plane
            var part = span._mutatingExtracting(range)
            let scale = 1 / statistics.deviation[channel]
            ckernels_widened(
                &part, target.extracting(range), scale, -statistics.mean[channel] * scale)
        }
        return values
    }
}
