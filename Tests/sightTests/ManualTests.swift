import ArgumentParser
import Events
import Foundation
import Host
import Inspection
import Settings
import Testing

@testable import sight

/// The manual pages tell all that the tables hold.
@Suite struct ManualTests {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardized

    static func catalog() throws -> JournalCatalog {
        let path = repository.appending(path: "systemd/sight.catalog")
        return JournalCatalog(text: try String(contentsOf: path, encoding: .utf8))
    }

    static func page(_ page: ManualPage) throws -> String {
        try page.text(date: "2026-11-25", catalog: catalog())
    }

    /// The words as a term in the page.
    static func term(_ words: String) -> String {
        "\n.TP\n\\fB\(words.replacing("-", with: "\\-"))\\fR"
    }

    @Test func `the settings' page has every key with its meaning`() throws {
        let page = try Self.page(.settings)
        for setting in Settings.all {
            let sections = page.components(separatedBy: "\n.SH [\(setting.section)]\n")
            try #require(sections.count == 2, "\(setting.section)")
            let section = sections[1].components(separatedBy: "\n.SH ")[0]
            #expect(("\n" + section).contains(Self.term(setting.name)), "\(setting.key)")
        }
        #expect(page.components(separatedBy: "Allowed: ").count - 1 == Settings.all.count)
    }

    @Test func `the events' page has every field of every event`() throws {
        let page = try Self.page(.events)
        for field in FieldDescription.all {
            let parts = page.components(separatedBy: "\n.SS \(field.kind.name)\n")
            try #require(parts.count == 2, "\(field.kind.name)")
            let part = "\n" + parts[1].components(separatedBy: "\n.SS ")[0]
            #expect(part.contains(Self.term(field.name)), "\(field.kind.name) \(field.name)")
        }
    }

    @Test(arguments: [ManualPage.daemon, .tool])
    func `a program's page has every exit code`(which: ManualPage) throws {
        let page = try Self.page(which)
        for code in ToolExit.allCases {
            #expect(page.contains(Self.term("\(code.rawValue)") + "\n\(code.meaning)\n"))
        }
    }

    @Test func `the daemon's page has every option, message and field`() throws {
        let page = try Self.page(.daemon)
        for option in DaemonOption.allCases { #expect(page.contains(Self.term(option.rawValue))) }
        for message in MessageID.allCases {
            let words = Self.term(message.name) + " (\\fB\(message.rawValue)\\fR)\n"
            #expect(page.contains(words), "\(message.name)")
        }
        for name in JournalField.Name.allCases {
            #expect(page.contains(Self.term(name.journalName)), "\(name)")
        }
        #expect(!page.contains("@SIGHT"))
    }

    @Test func `the tool's page has every command that is shown, and its options`() throws {
        let tool = try CommandDescription.tool()
        let page = try Self.page(.tool)
        let commands = tool.leaves
        #expect(commands.map(\.words).contains("sight model verify"))
        #expect(!commands.contains { $0.commandName == "manual" })
        let shown = Set(Sight.configuration.subcommands.map { $0._commandName })
        let told = Set(commands.compactMap { $0.words.split(separator: " ").dropFirst().first })
        #expect(told.union(["manual"]) == Set(shown.map { Substring($0) }))
        for command in commands {
            let name = command.words.dropFirst("sight ".count)
            let parts = page.components(separatedBy: "\n.SS \(name)\n")
            try #require(parts.count == 2, "\(name)")
            let part = "\n" + parts[1].components(separatedBy: "\n.S")[0]
            for argument in command.ownArguments {
                for spelling in argument.names ?? [] {
                    let written = "\\fB\(spelling.spelling.replacing("-", with: "\\-"))\\fR"
                    #expect(part.contains(written), "\(name) \(spelling.spelling)")
                }
            }
        }
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/groff"), "no groff"),
        arguments: ManualPage.allCases)
    func `groff has nothing to warn about`(which: ManualPage) throws {
        let path = FileManager.default.temporaryDirectory.appending(
            path: "sight-\(UUID().uuidString).roff")
        try Data(Self.page(which).utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let groff = Process()
        let said = Pipe()
        groff.executableURL = URL(filePath: "/usr/bin/groff")
        groff.arguments = ["-man", "-Tutf8", "-ww", "-rCHECKSTYLE=3", "-z", path.path]
        groff.standardError = said
        try groff.run()
        let warnings = said.fileHandleForReading.readDataToEndOfFile()
        groff.waitUntilExit()
        #expect(groff.terminationStatus == 0)
        #expect(String(decoding: warnings, as: UTF8.self).isEmpty)
    }
}
