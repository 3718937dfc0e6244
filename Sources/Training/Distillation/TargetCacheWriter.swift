import Host

/// Writes a cache of targets, record after record, and goes on where one was left.
///
/// A process that is killed loses at most the record it was writing; the next writer takes its part
/// away. One process at a time.
public struct TargetCacheWriter: ~Copyable {
    /// Whole records there are; the next one's number.
    public private(set) var count: Int

    private let layout: TargetCacheLayout
    private let file: AppendedFile
    private let filling: [UInt8]

    /// Records between two syncs, some 160 MiB.
    private static let recordsToSync = 64

    /// Opens a cache, or begins one.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - recipe: What the records are made of.
    /// - Throws: `.otherCache`, `.badCache`, `.system`.
    public init(path: String, recipe: TargetRecipe) throws(DistillationError) {
        let layout = TargetCacheLayout(recipe)
        let opened = try Self.open(path)
        count = try Self.prepare(opened, recipe, layout, path: path)
        file = opened
        self.layout = layout
        filling = [UInt8](repeating: 0, count: layout.fillBytes)
    }

    private static func open(_ path: String) throws(DistillationError) -> AppendedFile {
        do throws(HostError) {
            return try AppendedFile(path: path)
        } catch {
            throw .system(error)
        }
    }

    /// Writes the header of a new cache, or checks an old one's and takes a part of a record away.
    ///
    /// - Returns: The whole records.
    private static func prepare(
        _ file: borrowing AppendedFile, _ recipe: TargetRecipe, _ layout: TargetCacheLayout,
        path: String
    ) throws(DistillationError) -> Int {
        let header = TargetCacheLayout.header(recipe)
        let found: [UInt8]
        do throws(HostError) {
            found = try file.read(at: 0, count: header.count)
            // A new file, or one whose header was cut short.
            if header.starts(with: found), found.count < header.count {
                try file.truncate(to: 0)
                try file.append(header.span)
                return 0
            }
        } catch {
            throw .system(error)
        }
        try TargetCacheLayout.check(
            TargetCacheLayout.recipe(of: found, path: path), is: recipe, path: path)
        do throws(HostError) {
            return try wholeRecords(of: file, layout)
        } catch {
            throw .system(error)
        }
    }

    /// Counts the records and takes away what follows the last whole one.
    private static func wholeRecords(
        of file: borrowing AppendedFile, _ layout: TargetCacheLayout
    ) throws(HostError) -> Int {
        var count = layout.records(inFileOf: Int(try file.size()))
        while count > 0 {
            let bytes = try file.read(
                at: UInt64(layout.seal(of: count - 1)), count: TargetSeal.byteCount)
            if TargetSeal(bytes.span)?.number == count - 1 { break }
            count -= 1
        }
        try file.truncate(to: UInt64(layout.start(of: count)))
        return count
    }

    /// Appends the next record.
    ///
    /// - Parameters:
    ///   - picture: What the teacher will see, (side, side, 3), RGB, 8 bits.
    ///   - target: (channels, grid, grid), half precision.
    ///   - crop: What they are of.
    /// - Throws: `.system`, for example for a full disk; whole records stay.
    public mutating func append(
        picture: Span<UInt8>, target: Span<UInt16>, of crop: PhotoCrop
    ) throws(DistillationError) {
        precondition(
            picture.count == layout.pictureBytes && 2 * target.count == layout.targetBytes,
            "a record is a picture and a target of the cache's size")
        let seal = TargetSeal(number: count, crop: crop).bytes
        do throws(HostError) {
            try file.append(picture)
            try file.append(target)
            try file.append(filling.span)
            try file.append(seal.span)
            if (count + 1) % Self.recordsToSync == 0 { try file.sync() }
        } catch {
            // What stays of the record is known by its length, should this fail as well.
            try? file.truncate(to: UInt64(layout.start(of: count)))
            throw .system(error)
        }
        count += 1
    }

    /// Returns when everything is on the disk.
    public func sync() throws(DistillationError) {
        do throws(HostError) {
            try file.sync()
        } catch {
            throw .system(error)
        }
    }
}
