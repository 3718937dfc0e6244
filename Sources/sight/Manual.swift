import ArgumentParser
import Foundation
import Host

/// `sight manual`: the manual pages, which `make install` makes of the program's own tables.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a manual page for man(1), made of the program's own tables.",
        shouldDisplay: false)

    @Argument(help: ArgumentHelp("The page.", valueName: "PAGE"))
    var page: ManualPage

    @Option(help: ArgumentHelp("The day to date the page with.", valueName: "YYYY-MM-DD"))
    var date: String

    @Option(help: ArgumentHelp("The journal's catalog to explain entries from.", valueName: "FILE"))
    var catalog = "/usr/lib/systemd/catalog/sight.catalog"

    func run() throws {
        var journal = JournalCatalog(text: "")
        if page == .daemon {
            do throws(HostError) {
                let bytes = try FileSystem.read(catalog, limit: 1 << 20)
                journal = JournalCatalog(text: String(decoding: bytes, as: UTF8.self))
            } catch { throw ToolFailure(.world, error.description) }
        }
        Terminal.say(Array(try page.text(date: date, catalog: journal).utf8))
    }
}
