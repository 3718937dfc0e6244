import Foundation
import Host
import Testing

@testable import sight

@Suite final class LineSocketTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func make(_ name: String) throws {
        try Data().write(to: folder.appending(path: name))
    }

    @Test func `a path is taken as it is and a name as a line's`() throws {
        #expect(try LineSocket.path("./x") == "./x")
        #expect(try LineSocket.path("/a/b") == "/a/b")
        #expect(try LineSocket.path("demo.sock") == "demo.sock")
        #expect(try LineSocket.path("press-3") == "/run/sight/press-3.sock")
    }

    @Test func `the only line needs no name`() throws {
        try make("press-3.sock")
        try make("press-3.sequence")
        #expect(try LineSocket.path(nil, in: folder.path) == folder.path + "/press-3.sock")
    }

    @Test func `no line and more than one are told apart`() throws {
        for place in [folder.path, "/nonexistent"] {
            let none = #expect(throws: ToolFailure.self) { try LineSocket.path(nil, in: place) }
            #expect(none?.code == .world)
        }
        try make("b.sock")
        try make("a.sock")
        let more = #expect(throws: ToolFailure.self) {
            try LineSocket.path(nil, in: self.folder.path)
        }
        #expect(more?.code == .usage)
        #expect(more?.description.contains("a, b;") == true)
    }
}
