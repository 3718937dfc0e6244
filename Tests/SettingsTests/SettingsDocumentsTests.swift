import Foundation
import Settings
import Testing

@Suite struct SettingsDocumentsTests {
    @Test func `the default file holds the defaults`() throws {
        let file = try SettingsFile.parse(Settings.defaultFile)
        #expect(file.settings == Settings())
        for setting in Settings.all where setting.absence == nil {
            #expect(file.places[setting.key] != nil, "\(setting.key)")
        }
    }

    @Test func `the default file stays allowed when its examples are switched on`() throws {
        for setting in Settings.all where setting.absence != nil {
            var text = Settings.defaultFile.replacing(
                "\n# \(setting.name) = ", with: "\n\(setting.name) = ")
            if setting.key == "inspection.threshold" {
                text = text.replacing("\nfalse_reject_rate", with: "\n# false_reject_rate")
            }
            let file = try SettingsFile.parse(text)
            #expect(file.places[setting.key] != nil, "\(setting.key)")
        }
    }

    @Test func `the default file fits in 100 columns`() {
        for line in Settings.defaultFile.split(separator: "\n") { #expect(line.count <= 100) }
    }

    @Test func `config/sightd.toml is the default file`() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../config/sightd.toml")
        if ProcessInfo.processInfo.environment["WRITE_FIXTURES"] != nil {
            try Data(Settings.defaultFile.utf8).write(to: path)
        }
        let kept = try String(contentsOf: path, encoding: .utf8)
        #expect(
            kept == Settings.defaultFile,
            "if meant: WRITE_FIXTURES=1 swift test --disable-xctest --filter SettingsDocuments")
    }

    @Test func `the table has a row for every key`() {
        let rows = Settings.markdownTable.split(separator: "\n")
        #expect(rows.count == Settings.all.count + 2)
        for (row, setting) in zip(rows.dropFirst(2), Settings.all) {
            #expect(row.hasPrefix("| `\(setting.key)` | "))
            let cells = row.replacing("\\|", with: "").count { $0 == "|" }
            #expect(cells == 6, "\(row)")
        }
    }
}
