/// Finds the key that a wrong one was most likely meant to be.
enum NearestKey {
    /// The nearest of the known keys; `nil` when none is like it.
    static func find(_ key: String, among known: [String]) -> String? {
        let scored = known.compactMap { other in
            distance(key, other).map { (key: other, distance: $0) }
        }
        return scored.min(by: { $0.distance < $1.distance })?.key
    }

    /// The edits from one key to the other; `nil` when they are not alike.
    ///
    /// In the same table names may differ by a third; elsewhere the name must be right, or be off
    /// by a letter where no table is given.
    private static func distance(_ a: String, _ b: String) -> Int? {
        let (name, other) = (last(a), last(b))
        let edits = edits(name, other)
        if table(a) == table(b) { return edits <= max(2, name.count / 3) ? edits : nil }
        let limit = table(a).isEmpty ? name.count / 3 : 0
        return edits <= limit ? edits + 1 : nil
    }

    private static func table(_ key: String) -> Substring {
        key.lastIndex(of: ".").map { key[..<$0] } ?? ""
    }

    private static func last(_ key: String) -> String {
        key.lastIndex(of: ".").map { String(key[key.index(after: $0)...]) } ?? key
    }

    /// Insertions, deletions and replacements from one text to the other (Levenshtein).
    private static func edits(_ a: String, _ b: String) -> Int {
        // Longer texts are near no key of ours.
        let a = Array(a.utf8.prefix(64))
        let b = Array(b.utf8.prefix(64))
        var row = Array(0...b.count)
        for (i, byte) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}
