internal import CLinux
internal import Glibc

/// A named operating-system thread that runs one function to its end, with all signals blocked.
///
/// A realtime priority or a processor that the system refuses is no error: the thread runs all the
/// same, and `warnings` says what it runs without.
///
/// - Important: Join every thread. One that is let go instead runs on unattended to its end.
@safe public struct Thread: ~Copyable, @unchecked Sendable {
    // @unchecked: a pthread_t may be joined from any thread; ~Copyable lets that happen once.
    private let id: pthread_t
    private var joined = false
    /// What the system refused, in the order it was asked; empty when it refused nothing.
    public let warnings: [ThreadWarning]

    /// What a thread gets beside its function.
    public struct Options: Sendable {
        /// The SCHED_FIFO priority, from 1 to 99; `nil` for the ordinary scheduler.
        public var realtimePriority: Int?
        /// The one processor it may use; `nil` for all.
        public var processor: Int?
        /// The size of its stack in bytes.
        public var stackBytes = 1 << 20

        /// Collects the options.
        public init(
            realtimePriority: Int? = nil, processor: Int? = nil, stackBytes: Int = 1 << 20
        ) {
            self.realtimePriority = realtimePriority
            self.processor = processor
            self.stackBytes = stackBytes
        }
    }

    private final class Start {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts `body` on a new thread.
    ///
    /// - Parameters:
    ///   - name: Shown by `top -H`; at most 15 bytes.
    ///   - options: Priority, processor, stack.
    ///   - body: Runs once, on the new thread.
    /// - Throws: `.call` when the system has no room for another thread.
    public init(
        name: String, options: Options = Options(), _ body: @escaping @Sendable () -> Void
    ) throws(HostError) {
        precondition(name.utf8.count <= 15, "a thread's name has at most 15 bytes")
        var id = pthread_t()
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        let code = unsafe clinux_thread_start(
            &id, options.stackBytes,
            { raw in
                guard let raw = unsafe raw else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(raw).takeRetainedValue()
                SystemCall.expect(clinux_name_this_thread(start.name.utf8.span), "prctl")
                start.body()
                return nil
            }, start.toOpaque())
        if code < 0 { unsafe start.release() }
        try SystemCall.check(code, "pthread_create", on: "thread \(name)")
        self.id = id
        warnings = Self.apply(options, to: id)
    }

    deinit { if !joined { pthread_detach(id) } }

    /// Waits until the thread has ended.
    public consuming func join() {
        let code = pthread_join(id, nil)
        joined = true
        precondition(code == 0, "pthread_join: \(Errno(code: code))")
    }

    /// Gives the calling thread a SCHED_FIFO priority, from 1 to 99.
    ///
    /// - Returns: What the system refused; `nil` when it did not.
    public static func useRealtime(priority: Int) -> ThreadWarning? {
        apply(Options(realtimePriority: priority), to: pthread_self()).first
    }

    /// The kernel's number of the calling thread.
    public static var currentID: Int32 { clinux_this_thread_id() }

    private static func apply(_ options: Options, to id: pthread_t) -> [ThreadWarning] {
        var warnings: [ThreadWarning] = []
        // ESRCH: the thread has ended already, so nothing was refused to it.
        if let priority = options.realtimePriority,
            let errno = SystemCall.refusal(clinux_thread_use_fifo(id, Int32(clamping: priority))),
            errno.code != ESRCH
        {
            warnings.append(.realtimeRefused(priority: priority, errno))
        }
        if let processor = options.processor,
            let errno = SystemCall.refusal(clinux_thread_pin(id, Int32(clamping: processor))),
            errno.code != ESRCH
        {
            warnings.append(.processorRefused(processor, errno))
        }
        return warnings
    }
}
