/// What a thread signals after it put something into a ring that another thread waits for.
///
/// The daemon's is an `eventfd`; a test's may do nothing.
public protocol Waker: Sendable {
    /// Makes the other thread's present or next wait return.
    func signal()
}
