import Testing

/// What is not said, and where.
@Suite struct WordTests {
    static let sources = Repository.sources.filter { $0.path.hasPrefix("Sources/") && $0.isSwift }
    static let daemon = Repository.manifest.closure(of: "sightd")
    static let ofDaemon = sources.filter { daemon.contains($0.target) }

    @Test func `unsafe is said only where a boundary is`() {
        for file in Self.sources {
            guard
                let first = file.code.first(where: {
                    $0.text.contains("unsafe") && $0.text.contains(/\bunsafe\b/)
                }),
                unsafeFiles["\(file.target)/\(file.name)"] == nil
            else { continue }
            Issue.record(
                """
                \(file.path):\(first.number): use Span instead of unsafe, or name the file and its \
                reason in Tests/TidyTests/UnsafeFiles.swift
                """)
        }
    }

    @Test func `the list of unsafe files is no longer than it must be`() {
        for name in unsafeFiles.keys {
            let file = Self.sources.first { "\($0.target)/\($0.name)" == name }
            guard let file else { continue }
            if !file.code.contains(where: {
                $0.text.contains("unsafe") && $0.text.contains(/\bunsafe\b/)
            }) {
                Issue.record("\(file.path) says unsafe no more; take it out of UnsafeFiles.swift")
            }
        }
    }

    @Test func `the daemon has no Foundation, no Dispatch, no async and no print`() {
        let modules: Set<String> = [
            "Foundation", "FoundationEssentials", "Dispatch", "_Concurrency",
        ]
        for file in Self.ofDaemon {
            for (number, module) in file.imports where modules.contains(module) {
                Issue.record("\(file.path):\(number): \(module) has no place in the daemon")
            }
            let words = ["async", "await", "print", "Print"]
            for (number, text) in file.code
            where words.contains(where: { text.contains($0) })
                && text.contains(/\basync\b|\bawait\b|(?:^|[^.\w])(?:debugPrint|print)\(/)
                && !text.contains("func print(")
            {
                Issue.record("\(file.path):\(number): no async, await or print in the daemon")
            }
        }
    }

    @Test func `only programs and tests end the process`() {
        for file in Self.ofDaemon where file.target != "sightd" {
            for (number, text) in file.code
            where (text.contains("exit(") || text.contains("abort("))
                && text.contains(/(?:^|[^.\w])(?:exit|abort)\(/)
            {
                Issue.record("\(file.path):\(number): return or throw; sightd ends the process")
            }
        }
    }

    @Test func `nothing is left to be done, and nothing is forced`() {
        // Put together, so that this file does not find itself.
        let later = ["FIX" + "ME", "TO" + "DO", "XX" + "X"]
        let forced = ["try" + "!", "fatal" + "Error(", "as" + "! "]
        for file in Repository.sources {
            for (index, line) in file.lines.enumerated() {
                for word in later
                where line.contains(word) && Self.says(word, line) {
                    Issue.record("\(file.path):\(index + 1): \(word)")
                }
            }
            guard file.isSwift else { continue }
            for (number, text) in file.code {
                for word in forced where text.contains(word) {
                    Issue.record("\(file.path):\(number): \(word); throw, or state a precondition")
                }
            }
        }
    }

    static func says(_ word: String, _ line: Substring) -> Bool {
        line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == word }
    }

    @Test func `no file knows a person's machine`() {
        let places = ["/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/", "/Us" + "ers/"]
        for file in Repository.texts {
            for (index, line) in file.lines.enumerated() {
                for place in places where line.contains(place) {
                    Issue.record("\(file.path):\(index + 1): \(place) is there on one machine only")
                }
            }
        }
    }

    @Test func `the README names the two commands`() {
        let readme = Repository.text(of: "README.md")
        for command in ["make demo", "make test"] {
            #expect(readme.contains(command), "README.md does not mention \(command)")
        }
    }
}
