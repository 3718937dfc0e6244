import CKernels
public import Host
import Synchronization

/// Threads that share the parts of one operation: whoever is free takes the next part.
///
/// The thread that calls is one of the members; the others wait for work. Parts are taken one by
/// one, so a member that the system holds up costs no more than the part it has. Whoever waits
/// looks on for a few microseconds, since a network's steps follow one another closely, and then
/// sleeps, so that a line between two frames takes no processor from its neighbours.
public final class Team: Sendable {
    /// The most members of a team; more would find no work.
    public static let largest = 256
    /// How many threads work, the calling one included.
    public let members: Int
    private let shared: Shared
    private let helpers: [Helper]

    /// Does part `part` of a job as member `member`; the pointer is the job's.
    typealias Work = @convention(c) (_ job: UnsafeRawPointer, _ part: Int, _ member: Int) -> Void

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - members: How many threads work, the calling one included; at least 1.
    ///   - realtimePriority: Of the other members, from 1 to 99; `nil` for the ordinary scheduler.
    ///     Where the system refuses it they run without, as the calling thread will have to.
    /// - Throws: `HostError` when the system has no room for the threads.
    public init(members: Int, realtimePriority: Int? = nil) throws(HostError) {
        precondition((1...Self.largest).contains(members), "a team has 1 to 256 members")
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
        shared.begin()
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
        shared.begin()
        shared.takeParts(as: 0)
        shared.awaitHelpers()
    }

    /// Does `body` for every part, each on some member; returns when the last is done.
    ///
    /// What `body` writes must belong to its part alone.
    func forEach(_ parts: Int, _ body: (_ part: Int, _ member: Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            var job = ClosureJob(body: body)
            unsafe withUnsafePointer(to: &job) { job in
                unsafe run(parts, job) { raw, part, member in
                    // `raw` is the pointer above.
                    unsafe raw.assumingMemoryBound(to: ClosureJob.self).pointee.body(part, member)
                }
            }
        }
    }
}

/// A closure as a team's job.
private struct ClosureJob {
    let body: (_ part: Int, _ member: Int) -> Void
}

extension Team {
    /// What the members have in common.
    @safe fileprivate final class Shared: @unchecked Sendable {
        // @unchecked: the plain fields are written while no helper works, before its round goes up,
        // and read by helpers that have seen that, until all have said that they are done.
        var job: UnsafeRawPointer?
        var work: Work?
        var parts = 0
        let next = Atomic<Int>(0)
        let stopping = Atomic<Bool>(false)
        /// One for each helper: how many jobs there have been.
        private let rounds: [Counter]
        /// How many helpers are at work.
        private let busy: Counter

        init(helpers: Int) throws(HostError) {
            var rounds: [Counter] = []
            for _ in 0..<helpers { rounds.append(try Counter()) }
            self.rounds = rounds
            busy = try Counter()
        }

        /// Lets the helpers begin.
        func begin() {
            busy.set(rounds.count)
            // By index: a debug build's iterator would take memory.
            for index in rounds.indices { rounds[index].add(1) }
        }

        /// Returns when every helper is done.
        func awaitHelpers() { busy.wait(for: 0) }

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
            var round = 0
            while true {
                round += 1
                rounds[index].wait(for: round)
                if stopping.load(ordering: .acquiring) { return }
                takeParts(as: index + 1)
                busy.add(-1)
            }
        }
    }

    /// A number that one thread waits for: it looks on for a while, then sleeps until it is woken.
    fileprivate final class Counter: Sendable {
        private let value = Atomic<Int>(0)
        private let isAwaited = Atomic<Bool>(false)
        private let bell: Wake

        /// How often to look before sleeping: some 20 microseconds.
        private static let looks = 500

        init() throws(HostError) { bell = try Wake() }

        /// Begins anew; nobody waits yet.
        func set(_ number: Int) { value.store(number, ordering: .sequentiallyConsistent) }

        /// Changes the number and wakes the thread if it sleeps.
        func add(_ number: Int) {
            value.add(number, ordering: .sequentiallyConsistent)
            if isAwaited.exchange(false, ordering: .sequentiallyConsistent) { bell.signal() }
        }

        /// Returns once the number is `number`.
        func wait(for number: Int) {
            for _ in 0..<Self.looks {
                if value.load(ordering: .sequentiallyConsistent) == number { return }
                ckernels_pause()
            }
            while true {
                // Told before the last look, so that a change after that look rings the bell.
                isAwaited.store(true, ordering: .sequentiallyConsistent)
                if value.load(ordering: .sequentiallyConsistent) == number { break }
                _ = bell.wait()
            }
            isAwaited.store(false, ordering: .sequentiallyConsistent)
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
