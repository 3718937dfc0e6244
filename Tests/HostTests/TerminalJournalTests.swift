import Glibc
import Host
import Testing

@Suite struct TerminalJournalTests {
    /// What a journal writes while `body` uses it.
    static func written(
        least: JournalPriority = .information, _ body: (TerminalJournal) -> Void
    ) throws -> String {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let reader = FileDescriptor(owning: ends[0])
        let writer = FileDescriptor(owning: ends[1])
        body(TerminalJournal(least: least, descriptor: writer.raw))
        try writer.close()
        var bytes = [UInt8](repeating: 0, count: 4096)
        var span = bytes.mutableSpan
        let count = try reader.read(into: &span)
        return String(Array(bytes[..<count]))
    }

    @Test func `an entry is one readable line`() throws {
        let text = try Self.written { journal in
            journal.send(
                priority: .warning, messageID: .cameraLost, message: "the camera is gone",
                fields: [JournalField(.line, "press-3"), JournalField(.camera, "/dev/video0")])
            journal.send(priority: .notice, messageID: .started, message: "started", fields: [])
        }
        #expect(
            text == """
                warning: the camera is gone (LINE=press-3 CAMERA=/dev/video0)
                notice: started

                """)
    }

    @Test func `what matters too little is left out`() throws {
        let text = try Self.written(least: .warning) { journal in
            journal.send(priority: .notice, messageID: .started, message: "a", fields: [])
            journal.send(priority: .error, messageID: .startFailed, message: "b", fields: [])
        }
        #expect(text == "error: b\n")
    }

    @Test func `no value can move the cursor or begin a line`() throws {
        let text = try Self.written { journal in
            journal.send(
                priority: .error, messageID: .cameraLost, message: "a\u{1B}[2J\nb",
                fields: [JournalField(.camera, "c\r\u{7F}d")])
        }
        #expect(text == "error: a [2J b (CAMERA=c  d)\n")
    }
}
