import Glibc
import Host
import Testing

@Suite struct SystemdJournalTests {
    /// Plays the journal on a disk that only this process sees; needs root.
    @Test(.enabled(if: getuid() == 0, "needs root, to mount a disk over /run"))
    func `an entry arrives with its fields`() async {
        await #expect(processExitsWith: .exitCode(7)) { exit(try Self.entryArrives()) }
    }

    static func entryArrives() throws -> Int32 {
        guard coverWithSmallDisk("/run", bytes: 1 << 20) else { return 7 }
        try FileSystem.makeFolder("/run/systemd/journal")
        let receiver = DatagramReceiver(at: "/run/systemd/journal/socket")
        SystemdJournal().send(
            priority: .notice, messageID: .verdictFail, message: "part 7 failed",
            fields: [JournalField(.line, "press-3"), JournalField(.reason, "two\nlines")])
        let lines = try receiver.next().split(separator: 10, omittingEmptySubsequences: false)
            .map { Array($0) }
        let expected = [
            "MESSAGE=part 7 failed", "PRIORITY=5", "MESSAGE_ID=\(MessageID.verdictFail.rawValue)",
            "SIGHT_LINE=press-3",
        ]
        for line in expected where !lines.contains(Array(line.utf8)) { return 1 }
        // A value with a line break goes with its length, 64 bits little-endian, and its bytes.
        let binary = Array("SIGHT_REASON".utf8)
        guard let start = lines.firstIndex(of: binary) else { return 2 }
        let length: [UInt8] = [9, 0, 0, 0, 0, 0, 0, 0]
        guard lines[start + 1] == length + Array("two".utf8) else { return 3 }
        return lines[start + 2] == Array("lines".utf8) ? 7 : 4
    }

    @Test func `more fields than the journal takes go to the terminal`() throws {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let reader = FileDescriptor(owning: ends[0])
        let writer = FileDescriptor(owning: ends[1])
        let journal = SystemdJournal(fallback: TerminalJournal(descriptor: writer.raw))
        let fields = (0..<40).map { JournalField(.count, $0) }
        journal.send(
            priority: .error, messageID: .internalFault, message: "too much", fields: fields)
        var bytes = [UInt8](repeating: 0, count: 4096)
        var span = bytes.mutableSpan
        let count = try reader.read(into: &span)
        #expect(String(Array(bytes[..<count])).hasPrefix("error: too much (COUNT=0 COUNT=1 "))
    }
}
