import Foundation
import Host
import Imaging
import Testing

@testable import Training

/// A copy of what a span shows.
func elements<Number>(of span: Span<Number>) -> [Number] { span.indices.map { span[$0] } }

/// Small records by formula.
enum TinyRecords {
    static let recipe = TargetRecipe(
        backbone: "b0", photos: "f0", seed: 1, side: 4, channels: 3, grid: 2)

    static func picture(_ record: Int) -> [UInt8] {
        (0..<48).map { UInt8(truncatingIfNeeded: 31 * record + $0) }
    }

    /// Numbers from -6 to 6, in half precision.
    static func target(_ record: Int) -> [UInt16] {
        (0..<12).map { Float16(Float((7 * record + 5 * $0) % 13) - 6).bitPattern }
    }

    static func crop(_ record: Int) -> PhotoCrop {
        PhotoCrop(
            photo: 3 * record, region: Region(x: record, y: 2, width: 3, height: 4),
            isMirrored: record % 2 == 1, isGrey: record % 3 == 0)
    }

    /// Appends records until there are so many.
    static func fill(
        _ path: String, to count: Int, recipe: TargetRecipe = recipe
    ) throws(DistillationError) {
        var writer = try TargetCacheWriter(path: path, recipe: recipe)
        while writer.count < count {
            try writer.append(
                picture: picture(writer.count).span, target: target(writer.count).span,
                of: crop(writer.count))
        }
        try writer.sync()
    }
}

@Suite struct TargetCacheWriterTests {
    let folder: Scratch
    let path: String

    init() throws {
        folder = try Scratch()
        path = "\(folder.path)/cache"
    }

    private func content() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    @Test func `a cache that is gone on with is the one that was never stopped`() throws {
        try TinyRecords.fill(path, to: 5)
        let whole = try content()
        #expect(whole.count == 4096 + 5 * 192)
        try FileManager.default.removeItem(atPath: path)
        for count in [0, 2, 2, 5] { try TinyRecords.fill(path, to: count) }
        #expect(try content() == whole)
    }

    @Test func `a killed writer's part of a record is written again`() throws {
        try TinyRecords.fill(path, to: 4)
        let whole = try content()
        for cut in [1, 60, 64, 65, 191, 192] {
            try Data(whole.dropLast(cut)).write(to: URL(filePath: path))
            #expect(try TargetCacheWriter(path: path, recipe: TinyRecords.recipe).count == 3)
            try TinyRecords.fill(path, to: 4)
            #expect(try content() == whole)
        }
    }

    @Test func `a header that was cut short is written again`() throws {
        try TinyRecords.fill(path, to: 1)
        let whole = try content()
        for length in [0, 1, 4095] {
            try Data(whole.prefix(length)).write(to: URL(filePath: path))
            try TinyRecords.fill(path, to: 1)
            #expect(try content() == whole)
        }
    }

    @Test func `records that a loss of power left empty are written again`() throws {
        try TinyRecords.fill(path, to: 4)
        let whole = try content()
        let zeros = [UInt8](repeating: 0, count: 300)
        try Data(whole.dropLast(300) + zeros).write(to: URL(filePath: path))
        #expect(try TargetCacheWriter(path: path, recipe: TinyRecords.recipe).count == 2)
        try TinyRecords.fill(path, to: 4)
        #expect(try content() == whole)
    }

    /// Another recipe, and what the refusal calls it.
    static let others: [(String, TargetRecipe)] = [
        ("seed", changed { $0.seed = 2 }), ("backbone", changed { $0.backbone = "b1" }),
        ("photos", changed { $0.photos = "f1" }), ("channels", changed { $0.channels = 4 }),
        ("grid", changed { $0.grid = 3 }), ("picture", changed { $0.side = 6 }),
    ]

    private static func changed(_ change: (inout TargetRecipe) -> Void) -> TargetRecipe {
        var recipe = TinyRecords.recipe
        change(&recipe)
        return recipe
    }

    @Test(arguments: others.indices)
    func `a cache of something else is refused by what differs`(index: Int) throws {
        let (key, recipe) = Self.others[index]
        try TinyRecords.fill(path, to: 2)
        let before = try content()
        do throws(DistillationError) {
            try TinyRecords.fill(path, to: 3, recipe: recipe)
            Issue.record("accepted")
        } catch {
            guard case .otherCache(path, key, _, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(error.description.contains("another \(key)"))
        }
        #expect(try content() == before)
    }

    @Test func `a file that is no cache is refused and left as it is`() throws {
        for length in [9, 5000] {
            try Data(repeating: 7, count: length).write(to: URL(filePath: path))
            #expect(
                throws: DistillationError.badCache(
                    path: path, problem: "is no cache of distillation targets")
            ) {
                try TinyRecords.fill(path, to: 1)
            }
            #expect(try content().count == length)
        }
    }

    @Test func `two writers at once are refused`() throws {
        let first = try TargetCacheWriter(path: path, recipe: TinyRecords.recipe)
        #expect(throws: DistillationError.system(.fileInUse(path: path))) {
            try TinyRecords.fill(path, to: 1)
        }
        #expect(first.count == 0)
    }

    @Test func `a disk that is full keeps the whole records, and says so`() async {
        await #expect(processExitsWith: .exitCode(7)) { [path = path as String] in
            exit(Self.fillToLimit(path))
        }
    }

    /// A limit on the file's length stands in for the disk's end: two records and a half.
    static func fillToLimit(_ path: String) -> Int32 {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 4096 + 480, rlim_max: 4096 + 480)
        precondition(unsafe setrlimit(__rlimit_resource_t(1), &limit) == 0)
        do throws(DistillationError) {
            try TinyRecords.fill(path, to: 5)
            return 1
        } catch {
            guard case .system(.call("write", path, .fileTooLarge)) = error else { return 2 }
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int == 4096 + 384 ? 7 : 3
    }

    @Test func `a record of another size traps`() async {
        await #expect(processExitsWith: .failure) {
            let folder = try Scratch()
            var writer = try TargetCacheWriter(
                path: "\(folder.path)/cache", recipe: TinyRecords.recipe)
            try writer.append(
                picture: [1, 2].span, target: TinyRecords.target(0).span,
                of: TinyRecords.crop(0))
        }
    }
}
