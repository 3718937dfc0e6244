import Imaging

/// Where everything lies in a cache of targets.
///
/// A header of 4096 bytes, lines of text filled up with spaces; then records, each a picture, a
/// target, zeros up to a multiple of 64, and a seal. Nothing says how many there are but the file's
/// length, so that one that is killed while it writes leaves a whole cache and a part of a record.
struct TargetCacheLayout {
    static let headerBytes = 4096
    static let title = "Sight's cache of distillation targets, version 1"

    let pictureBytes: Int
    let targetBytes: Int
    /// What fills a record up.
    let fillBytes: Int

    init(_ recipe: TargetRecipe) {
        pictureBytes = 3 * recipe.side * recipe.side
        targetBytes = 2 * recipe.channels * recipe.grid * recipe.grid
        // A target begins on an even byte, as a half-precision number wants.
        precondition(pictureBytes % 2 == 0, "a teacher's picture has an even side")
        fillBytes = (64 - (pictureBytes + targetBytes) % 64) % 64
    }

    var recordBytes: Int { pictureBytes + targetBytes + fillBytes + TargetSeal.byteCount }

    /// Where a record begins.
    func start(of record: Int) -> Int { Self.headerBytes + record * recordBytes }

    /// Where a record's seal begins.
    func seal(of record: Int) -> Int { start(of: record + 1) - TargetSeal.byteCount }

    /// How many whole records a file of that length has room for.
    func records(inFileOf bytes: Int) -> Int { (bytes - Self.headerBytes) / recordBytes }

    /// The header of a cache.
    static func header(_ recipe: TargetRecipe) -> [UInt8] {
        let lines = [title] + recipe.entries.map { "\($0.key): \($0.value)" }
        var bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        precondition(bytes.count < headerBytes, "a header is 4096 bytes")
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: headerBytes - 1 - bytes.count)
        return bytes + [UInt8(ascii: "\n")]
    }

    /// The entries of a header; `nil` when it is none.
    private static func entries(of header: [UInt8]) -> [String: String]? {
        guard header.count == headerBytes, let text = String(validating: header, as: UTF8.self)
        else { return nil }
        let lines = text.split(separator: "\n")
        guard lines.first == title[...] else { return nil }
        let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[1].first == " " else { return nil }
            return (String(parts[0]), String(parts[1].dropFirst()))
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// What a cache was made of.
    ///
    /// - Throws: `.badCache`, `.otherCache` for one made by another method.
    static func recipe(
        of header: [UInt8], path: String
    ) throws(DistillationError) -> TargetRecipe {
        guard let entries = entries(of: header) else {
            throw .badCache(path: path, problem: "is no cache of distillation targets")
        }
        func number(_ key: String, _ range: ClosedRange<Int>) throws(DistillationError) -> Int {
            guard let number = entries[key].flatMap({ Int($0) }), range.contains(number) else {
                throw .badCache(path: path, problem: "its header has no good \(key)")
            }
            return number
        }
        guard let seed = entries["seed"].flatMap({ UInt64($0) }) else {
            throw .badCache(path: path, problem: "its header has no good seed")
        }
        let method = entries["method"] ?? "none"
        guard method == TargetRecipe.method else {
            throw .otherCache(
                path: path, key: "method", found: method, wanted: TargetRecipe.method)
        }
        return TargetRecipe(
            backbone: entries["backbone"] ?? "", photos: entries["photos"] ?? "", seed: seed,
            side: try number("picture", 2...4096), channels: try number("channels", 1...65_536),
            grid: try number("grid", 1...1024))
    }

    /// Refuses a cache that was made of something else.
    static func check(
        _ found: TargetRecipe, is wanted: TargetRecipe, path: String
    ) throws(DistillationError) {
        for (have, want) in zip(found.entries, wanted.entries) where have.value != want.value {
            throw .otherCache(path: path, key: have.key, found: have.value, wanted: want.value)
        }
    }
}
