import Host
import Testing

@Suite struct MessageIDTests {
    /// One entry of `systemd/sight.catalog`.
    struct Entry {
        var name: String
        var id: String
        var lines: [Substring]
    }

    static func catalog() throws -> [Entry] {
        let here = FileSystem.folder(of: #filePath)
        let text = String(
            try FileSystem.read("\(here)/../../systemd/sight.catalog", limit: 1 << 20))
        var entries: [Entry] = []
        var name = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# ") {
                name = String(line.dropFirst(2))
            } else if line.hasPrefix("-- ") {
                entries.append(Entry(name: name, id: String(line.dropFirst(3)), lines: []))
            } else if !entries.isEmpty {
                entries[entries.count - 1].lines.append(line)
            }
        }
        return entries
    }

    @Test func `the catalog has each id of the table, in its order, and no other`() throws {
        let catalog = try Self.catalog().map { "\($0.name) \($0.id)" }
        let table = MessageID.allCases.map { "\($0.name) \($0.rawValue)" }
        #expect(catalog == table, "make systemd/sight.catalog and MessageID.swift say the same")
    }

    @Test func `an id is 128 bits in lower-case hexadecimal`() {
        for message in MessageID.allCases {
            #expect(message.rawValue.wholeMatch(of: /[0-9a-f]{32}/) != nil)
        }
    }

    @Test func `each entry says what happened and what to do`() throws {
        for entry in try Self.catalog() {
            let subject = entry.lines.first ?? ""
            #expect(subject.hasPrefix("Subject: ") && subject.count > 20, "\(entry.name)")
            let paragraphs = entry.lines.dropFirst(4).split(separator: "")
            #expect(paragraphs.count >= 2, "\(entry.name) lacks what to do")
        }
    }

    @Test func `the catalog speaks of fields that entries can have`() throws {
        let names = Set(JournalField.Name.allCases.map(\.journalName))
        for entry in try Self.catalog() {
            for match in entry.lines.joined(separator: " ").matches(of: /@([A-Z_]+)@/) {
                #expect(names.contains(String(match.1)), "\(entry.name): \(match.1)")
            }
        }
    }
}
