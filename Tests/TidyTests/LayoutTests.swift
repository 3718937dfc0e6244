import Foundation
import Testing

/// What a source file looks like.
@Suite struct LayoutTests {
    @Test func `lines fit in 100 columns`() {
        for file in Repository.sources {
            for (index, line) in file.lines.enumerated()
            where line.utf8.count > 100 && line.count > 100 && !line.contains("https://") {
                Issue.record("\(file.path):\(index + 1): \(line.count) columns, 100 are allowed")
            }
        }
    }

    @Test func `functions fit on a screen`() {
        for file in Repository.sources {
            for function in file.functions where function.lines > 70 {
                Issue.record(
                    "\(file.path):\(function.number): \(function.lines) lines, 70 are allowed")
            }
        }
    }

    @Test func `files have at most 500 lines`() {
        for file in Repository.sources where file.lines.count > 501 {
            Issue.record("\(file.path): \(file.lines.count - 1) lines, 500 are allowed")
        }
    }

    @Test func `files end with one line break`() {
        for file in Repository.sources
        where file.lines.last?.isEmpty != true || file.lines.dropLast().last?.isEmpty == true {
            Issue.record("\(file.path): must end with one line break")
        }
    }

    @Test func `a test file is named after the source file it tests`() {
        let sources = Set(
            Repository.sources.filter { $0.path.hasPrefix("Sources/") && $0.isSwift }
                .flatMap { file -> [String] in
                    let stem = file.name.split(separator: "+").first.map(String.init) ?? ""
                    return ["\(file.target)/\(file.name)", "\(file.target)/\(stem)"]
                })
        for file in Repository.sources
        where file.path.hasPrefix("Tests/") && file.isSwift && file.name.hasSuffix("Tests") {
            let module = String(file.target.dropLast("Tests".count))
            if module == "Tidy" || testsOfMore["Tests/\(file.target)/\(file.name)"] != nil {
                continue
            }
            if !sources.contains("\(module)/\(file.name.dropLast("Tests".count))") {
                Issue.record(
                    """
                    \(file.path): there is no such file in Sources/\(module); rename it, or say in \
                    Tests/TidyTests/TestNames.swift what it is about
                    """)
            }
        }
    }

    @Test func `what is said to be tests of more exists`() {
        for path in testsOfMore.keys where Repository.text(of: path + ".swift").isEmpty {
            Issue.record("\(path).swift is gone; take it out of Tests/TidyTests/TestNames.swift")
        }
    }
}
