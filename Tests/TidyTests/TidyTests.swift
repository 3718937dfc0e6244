import Testing

/// That the rules see what they look for.
@Suite struct TidyTests {
    @Test func `there are files to look at`() {
        #expect(Repository.sources.count > 50)
        #expect(Repository.texts.contains { $0.path == "systemd/sightd@.service" })
        #expect(Repository.texts.contains { $0.path == ".ci/run" })
    }

    @Test func `the length of a Swift function goes to its closing brace`() {
        let body = String(repeating: "        work()\n", count: 70)
        let text = """
            struct A {
                func short() -> Int { 1 }
                func long(
                    a: Int
                ) -> Int {
            \(body)    }
                init() {}
                let a = work(
                    .init(a: 1), more: .init(b: 2))
            }
            \(body)
            """
        let functions = SourceFile(path: "Sources/A/A.swift", text: text).functions
        #expect(functions.map(\.number) == [3])
        #expect(functions.map(\.lines) == [74])
    }

    @Test func `the length of a C function goes to its closing brace`() {
        let text = "int f(int a,\n      int b) {\n    return a;\n}\n\nstruct s {\n    int x;\n};\n"
        let functions = SourceFile(path: "Sources/A/a.c", text: text).functions
        #expect(functions.map(\.lines) == [3])
    }

    @Test func `comments are no code, addresses are`() {
        let file = SourceFile(
            path: "Sources/A/A.swift", text: "let a = 1 // unsafe\nlet b = \"https://x\" // y")
        #expect(file.code.map(\.text) == ["let a = 1", "let b = \"https://x\""])
    }

    @Test func `imports are read with what stands before them`() {
        let file = SourceFile(
            path: "Sources/A/A.swift",
            text: "public import Host\n@testable import Demo\nimport struct Foundation.URL\n")
        #expect(file.imports.map(\.module).prefix(2) == ["Host", "Demo"])
        #expect(file.imports.contains { $0.module == "Foundation" })
    }

    @Test func `a manifest's arrows are read`() {
        let manifest = Manifest(
            text: """
                module("A"),
                module("B", ["A", .product(name: "P", package: "q-r")]),
                program("c", ["B"]),
                .target(name: "D", dependencies: ["A"], cSettings: [.x(["-O3"])]),
                .target(name: "E", cSettings: [.x(["-O3"])]),
                tests(of: "B", ["A"]),
                """)
        #expect(manifest.arrows["A"] == [])
        #expect(manifest.arrows["B"] == ["A", "P"])
        #expect(manifest.arrows["D"] == ["A"])
        #expect(manifest.arrows["E"] == [])
        #expect(manifest.arrows["BTests"] == ["A"])
        #expect(manifest.closure(of: "c") == ["c", "B", "A", "P"])
    }
}
