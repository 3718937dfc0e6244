internal import Host
internal import Realtime

/// A journal that never makes its writer wait: entries queue up for a thread of their own.
///
/// The system's journal may block while it restarts or its disk is full, and a verdict must not
/// wait for that. The queue has a limit; what it could not take is counted and told once there is
/// room.
final class QueuedJournal: JournalSink {
    private struct Entry: Sendable {
        var priority: JournalPriority
        var messageID: MessageID
        var message: String
        var fields: [JournalField]
    }

    private struct Queue {
        var entries: [Entry] = []
        var lost = 0
        var isStopping = false
    }

    private let queue = Guarded(Queue())
    private let wake: Wake
    private let target: any JournalSink

    init(target: any JournalSink) throws(HostError) {
        wake = try Wake()
        self.target = target
    }

    func send(
        priority: JournalPriority, messageID: MessageID, message: String, fields: [JournalField]
    ) {
        queue.withLock { queue in
            guard queue.entries.count < Limits.journalQueue else {
                queue.lost += 1
                return
            }
            queue.entries.append(
                Entry(priority: priority, messageID: messageID, message: message, fields: fields))
        }
        wake.signal()
    }

    /// Asks `run` to write what is queued and end.
    func stop() {
        queue.withLock { $0.isStopping = true }
        wake.signal()
    }

    /// Writes entries until `stop`; the body of the journal's thread.
    func run() {
        while true {
            let (entries, lost, isStopping) = queue.withLock { queue in
                defer {
                    queue.entries.removeAll(keepingCapacity: true)
                    queue.lost = 0
                }
                return (queue.entries, queue.lost, queue.isStopping)
            }
            for entry in entries {
                target.send(
                    priority: entry.priority, messageID: entry.messageID, message: entry.message,
                    fields: entry.fields)
            }
            if lost > 0 {
                target.send(
                    priority: .warning, messageID: .internalFault,
                    message: "\(lost) journal entries were lost: the journal was too slow",
                    fields: [JournalField(.count, lost)])
            }
            if entries.isEmpty {
                if isStopping { return }
                _ = wake.wait()
            }
        }
    }
}
