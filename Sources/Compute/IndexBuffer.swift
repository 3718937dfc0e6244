/// Memory for indices that stays where it is, zero at first.
@safe final class IndexBuffer: @unchecked Sendable {
    // @unchecked: filled where it is made, only read afterwards.

    /// The first element.
    let start: UnsafeMutablePointer<Int32>

    /// Takes the memory.
    init(count: Int) {
        unsafe start = .allocate(capacity: max(count, 1))
        unsafe start.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { unsafe start.deallocate() }
}
