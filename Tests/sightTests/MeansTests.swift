import ArgumentParser
import Testing

@testable import sight

@Suite struct MeansTests {
    @Test func `one evaluation given twice is refused`() throws {
        #expect(try Means.parse(["a.json", "b.json"]).files == ["a.json", "b.json"])
        for again in ["a.json", "./a.json", "b/../a.json"] {
            let error = #expect(throws: (any Error).self) {
                _ = try Means.parse(["a.json", "b.json", again])
            }
            #expect(Means.message(for: try #require(error)).contains("\(again) is given twice"))
        }
    }
}
