internal import Glibc

/// A value that one thread at a time may use.
///
/// A POSIX mutex rather than `Synchronization.Mutex`: the thread sanitizer sees the former and
/// takes a contended lock of the latter for a race. The corresponding C function is
/// `pthread_mutex_lock`.
@safe public final class Guarded<Value: ~Copyable>: @unchecked Sendable {
    // @unchecked: `value` is used only while `lock` is held.
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    /// Begins with `value`.
    public init(_ value: consuming sending Value) {
        self.value = value
        unsafe lock = .allocate(capacity: 1)
        unsafe lock.initialize(to: pthread_mutex_t())
        let code = unsafe pthread_mutex_init(lock, nil)
        precondition(code == 0, "an ordinary mutex can always be made")
    }

    deinit {
        unsafe pthread_mutex_destroy(lock)
        unsafe lock.deallocate()
    }

    /// Runs `body` with the value, after every other thread's `body` has ended.
    public func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return try body(&value)
    }
}
