/// Entries as readable lines on standard error, for who runs the daemon by hand.
///
///     warning: the camera is gone (LINE=press-3 CAMERA=/dev/video0)
public final class TerminalJournal: JournalSink, Sendable {
    private let descriptor: Int32
    private let least: JournalPriority
    private let line = Guarded<[UInt8]>([])

    /// Creates a journal for a terminal.
    ///
    /// - Parameters:
    ///   - least: What matters less than this is left out.
    ///   - descriptor: Where to, standard error for one; it stays the caller's.
    public init(least: JournalPriority = .information, descriptor: Int32 = 2) {
        self.least = least
        self.descriptor = descriptor
    }

    /// Writes one line.
    public func send(
        priority: JournalPriority, messageID: MessageID, message: String, fields: [JournalField]
    ) {
        guard priority <= least else { return }
        line.withLock { line in
            line.removeAll(keepingCapacity: true)
            line.append(contentsOf: priority.word.utf8)
            line.append(contentsOf: ": ".utf8)
            line.append(contentsOf: message.utf8)
            for (index, field) in fields.enumerated() {
                line.append(contentsOf: (index == 0 ? " (" : " ").utf8)
                line.append(contentsOf: field.name.rawValue.utf8)
                line.append(UInt8(ascii: "="))
                line.append(contentsOf: field.value.utf8)
            }
            if !fields.isEmpty { line.append(UInt8(ascii: ")")) }
            // One entry is one line, and no value may move the cursor.
            for index in line.indices where line[index] < 0x20 || line[index] == 0x7F {
                line[index] = UInt8(ascii: " ")
            }
            line.append(UInt8(ascii: "\n"))
            // Where standard error itself fails there is no place left to say so.
            StandardStream.write(line.span, to: descriptor)
        }
    }
}
