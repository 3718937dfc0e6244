import ArgumentParser

/// The manual pages there are, by the names man(1) finds them with.
enum ManualPage: String, CaseIterable, ExpressibleByArgument {
    case daemon = "sightd.8"
    case tool = "sight.1"
    case settings = "sightd.toml.5"
    case events = "sight-events.7"

    /// The name without the section.
    var name: String { String(rawValue.dropLast(2)) }

    /// The number of the manual's section.
    var section: String { String(rawValue.suffix(1)) }

    /// The page in roff(7).
    ///
    /// - Parameters:
    ///   - date: The day that the page is dated with, YYYY-MM-DD.
    ///   - catalog: What the journal's catalog says; only the daemon's page tells it.
    /// - Returns: The whole page.
    /// - Throws: When the tool's own definition cannot be read, which is a fault of ours.
    func text(date: String, catalog: JournalCatalog) throws -> String {
        var text = ManualText(page: self, date: date)
        switch self {
            case .daemon: text.addDaemon(catalog)
            case .tool: text.addTool(try CommandDescription.tool())
            case .settings: text.addSettings()
            case .events: text.addEvents()
        }
        text.section("SEE ALSO")
        let others = Self.allCases.filter { $0 != self }.map { "`\($0.name)`(\($0.section))" }
        text.paragraph((others + ["`systemctl`(1)", "`journalctl`(1)"]).joined(separator: ", "))
        return text.roff
    }
}
