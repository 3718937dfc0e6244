public import Host
import Synchronization

/// Threads that share the parts of one operation: whoever is free takes the next part.
///
/// The thread that calls is one of the members; the others sleep until there is work. Parts are
/// taken one by one, so a member that the system holds up costs no more than the part it has.
public final class Team: Sendable {
    /// The most members of a team; more would find no work.
    public static let largest = 256
    /// How many threads work, the calling one included.
    public let members: Int
    private let shared: Shared
    private let helpers: [Helper]

    /// Does part `part` of a job as member `member`; the pointer is the job's.
    typealias Work = @convention(c) (_ job: UnsafeRawPointer, _ part: Int, _ member: Int) -> Void

    /// Starts the threads and leaves OpenBLAS to one thread a call, in the whole process.
    ///
    /// - Parameters:
    ///   - members: How many threads work, the calling one included; at least 1.
    ///   - realtimePriority: Of the other members, from 1 to 99; `nil` for the ordinary scheduler.
    ///     Where the system refuses it they run without, as the calling thread will have to.
    /// - Throws: `HostError` when the system has no room for the threads.
    public init(members: Int, realtimePriority: Int? = nil) throws(HostError) {
        precondition((1...Self.largest).contains(members), "a team has 1 to 256 members")
        useOneThread()
        self.members = members
        shared = try Shared(helpers: members - 1)
        var helpers: [Helper] = []
        for index in 0..<(members - 1) {
            helpers.append(try Helper(index, shared, realtimePriority: realtimePriority))
        }
        self.helpers = helpers
    }

    deinit {
        shared.stopping.store(true, ordering: .releasing)
        for helper in helpers { shared.starts[helper.index].signal() }
        for helper in helpers { helper.join() }
    }

    /// Does all parts of a job and returns when the last is done.
    ///
    /// Allocates nothing.
    ///
    /// - Parameters:
    ///   - parts: How many there are.
    ///   - job: Lives until this returns; what it points at may be written by part.
    ///   - work: Does one part.
    @unsafe func run(_ parts: Int, _ job: UnsafeRawPointer, _ work: Work) {
        guard members > 1, parts > 1 else {
            for part in 0..<parts { unsafe work(job, part, 0) }
            return
        }
        unsafe shared.job = job
        unsafe shared.work = work
        shared.parts = parts
        shared.next.store(0, ordering: .relaxed)
        shared.busy.store(helpers.count, ordering: .relaxed)
        for index in 0..<helpers.count { shared.starts[index].signal() }
        shared.takeParts(as: 0)
        while shared.busy.load(ordering: .acquiring) > 0 { _ = shared.finished.wait() }
    }
}

extension Team {
    /// What the members have in common.
    @safe fileprivate final class Shared: @unchecked Sendable {
        // @unchecked: the plain fields are written while all helpers sleep, before they are woken
        // through their bells, and read by them until `busy` has come down to 0.
        var job: UnsafeRawPointer?
        var work: Work?
        var parts = 0
        let next = Atomic<Int>(0)
        let busy = Atomic<Int>(0)
        let stopping = Atomic<Bool>(false)
        let starts: [Wake]
        let finished: Wake

        init(helpers: Int) throws(HostError) {
            var starts: [Wake] = []
            for _ in 0..<helpers { starts.append(try Wake()) }
            self.starts = starts
            finished = try Wake()
        }

        /// Takes parts until none is left.
        func takeParts(as member: Int) {
            guard let job = unsafe job, let work = unsafe work else { return }
            while true {
                let part = next.add(1, ordering: .relaxed).oldValue
                guard part < parts else { return }
                unsafe work(job, part, member)
            }
        }

        /// A helper's life.
        func help(as index: Int) {
            while true {
                _ = starts[index].wait()
                if stopping.load(ordering: .acquiring) { return }
                takeParts(as: index + 1)
                if busy.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
                    finished.signal()
                }
            }
        }
    }

    /// One of the other members.
    fileprivate final class Helper: @unchecked Sendable {
        // @unchecked: `thread` is taken once, when its team goes.
        let index: Int
        private var thread: Host.Thread?

        init(_ index: Int, _ shared: Shared, realtimePriority: Int?) throws(HostError) {
            self.index = index
            thread = try Host.Thread(
                name: "sight-team-\(index + 1)",
                options: Host.Thread.Options(realtimePriority: realtimePriority)
            ) { shared.help(as: index) }
        }

        func join() {
            thread.take()?.join()
        }
    }
}
