/// Finds the key that a wrong one was most likely meant to be.
enum NearestKey {
    /// The nearest of the known keys; `nil` when none is like it.
    static func find(_ key: String, among known: [String]) -> String? {
        let scored = known.map { (key: $0, distance: distance(key, $0)) }
        guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, key.count / 3) ? best.key : nil
    }

    /// The edits from one key to the other; the right name in a wrong table counts as one.
    private static func distance(_ a: String, _ b: String) -> Int {
        let whole = edits(a, b)
        let inner = edits(last(a), last(b))
        return inner == 0 ? min(whole, 1) : min(whole, inner + 2)
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
