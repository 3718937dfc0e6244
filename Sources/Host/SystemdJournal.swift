internal import CSystemd

/// The system's journal, with native fields.
///
/// The corresponding C function is `sd_journal_sendv`. What the journal refuses goes to the
/// terminal instead.
public final class SystemdJournal: JournalSink, Sendable {
    private struct Entry {
        var bytes: [UInt8] = []
        var ends: [UInt32] = []

        mutating func add(_ name: String, _ value: String) {
            bytes.append(contentsOf: name.utf8)
            bytes.append(UInt8(ascii: "="))
            bytes.append(contentsOf: value.utf8)
            ends.append(UInt32(bytes.count))
        }

        mutating func empty() {
            bytes.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
        }
    }

    private let entry = Guarded(Entry())
    private let fallback: TerminalJournal

    /// Creates a journal that uses `fallback` for what the system's journal refuses.
    public init(fallback: TerminalJournal = TerminalJournal()) { self.fallback = fallback }

    /// Writes one entry.
    public func send(
        priority: JournalPriority, messageID: MessageID, message: String, fields: [JournalField]
    ) {
        let refusal = entry.withLock { entry -> Errno? in
            entry.empty()
            entry.add("MESSAGE", message)
            entry.add("PRIORITY", String(priority.rawValue))
            entry.add("MESSAGE_ID", messageID.rawValue)
            for field in fields { entry.add(field.name.journalName, field.value) }
            return SystemCall.refusal(csystemd_journal_send(entry.bytes.span, entry.ends.span))
        }
        if refusal != nil {
            fallback.send(
                priority: priority, messageID: messageID, message: message, fields: fields)
        }
    }
}
