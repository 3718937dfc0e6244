internal import Host
internal import Realtime
internal import Synchronization

/// What the main thread and the recording thread share.
final class RecordChannel: Sendable {
    /// The pictures to be written; one for each slot at most.
    let orders = Ring<RecordingDesk.Order>(capacity: Limits.recordSlots)
    /// Rung after an order, a new folder or the stop.
    let wake: Wake
    /// Pictures written.
    let written = Atomic<UInt64>(0)
    /// Pictures that could not be written.
    let failed = Atomic<UInt64>(0)
    /// Failures and recoveries to be told, oldest first; each change once.
    let faults = Ring<RecordFault>(capacity: 8)
    private let stopping = Atomic<Bool>(false)

    init() throws(HostError) { wake = try Wake() }

    /// Asks the recording thread to finish what was ordered and end.
    func stop() {
        stopping.store(true, ordering: .releasing)
        wake.signal()
    }

    /// Whether the recording thread was asked to end.
    var isStopping: Bool { stopping.load(ordering: .acquiring) }
}

/// A change in whether pictures can be recorded.
enum RecordFault: Sendable, Equatable {
    /// Pictures are not written, and why.
    case failing(String)
    /// Pictures are written again.
    case recovered
}
