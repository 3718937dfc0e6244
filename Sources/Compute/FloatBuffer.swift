/// Memory for floats that stays where it is, zero at first, aligned to a cache line.
@safe final class FloatBuffer: @unchecked Sendable {
    // @unchecked: who may write which part, and when, is the affair of the plan that owns it.

    /// The first element.
    let start: UnsafeMutablePointer<Float>
    /// How many there are.
    let count: Int

    private static let cacheLine = 64

    /// Takes the memory.
    init(count: Int) {
        precondition(count >= 0, "a buffer has no negative length")
        let bytes = max(count, 1) * MemoryLayout<Float>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.cacheLine)
        unsafe start = memory.bindMemory(to: Float.self, capacity: max(count, 1))
        unsafe start.initialize(repeating: 0, count: max(count, 1))
        self.count = count
    }

    deinit { unsafe start.deallocate() }
}
