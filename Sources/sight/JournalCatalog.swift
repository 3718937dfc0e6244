/// The journal's catalog of ours, as far as the manual tells it.
struct JournalCatalog {
    /// What an operator should know about one kind of entry.
    struct Entry {
        /// The message id.
        let id: String
        /// What happened, in a few words.
        var subject = ""
        /// What it means and what to do.
        var paragraphs: [String] = []
    }

    /// The entries in the file's order.
    private(set) var entries: [Entry] = []

    /// Reads the text of a catalog: `-- ID`, headers, an empty line, paragraphs.
    init(text: String) {
        var isHeader = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("-- ") {
                entries.append(Entry(id: String(line.dropFirst(3))))
                isHeader = true
                continue
            }
            guard !entries.isEmpty, !line.hasPrefix("#") else { continue }
            let last = entries.count - 1
            if isHeader {
                isHeader = !line.isEmpty
                if line.hasPrefix("Subject: ") { entries[last].subject = String(line.dropFirst(9)) }
                if line.isEmpty { entries[last].paragraphs.append("") }
            } else if line.isEmpty {
                entries[last].paragraphs.append("")
            } else {
                let place = entries[last].paragraphs.count - 1
                let soFar = entries[last].paragraphs[place]
                entries[last].paragraphs[place] = soFar + (soFar.isEmpty ? "" : " ") + line
            }
        }
        for place in entries.indices { entries[place].paragraphs.removeAll(where: \.isEmpty) }
    }

    /// A text of the catalog with its fields as placeholders: `@SIGHT_LINE@` is `<SIGHT_LINE>`.
    static func marked(_ text: String) -> String {
        text.replacing(/@([A-Z_]+)@/) { "<\($0.1)>" }
    }
}
