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

    /// The memory as numbers of bfloat16, two to a float, for who uses it as nothing else.
    var bfloats: UnsafeMutablePointer<UInt16> {
        unsafe UnsafeMutableRawPointer(start).bindMemory(to: UInt16.self, capacity: 2 * count)
    }

    /// The memory as bytes, for who uses it as nothing else.
    var bytes: UnsafeMutablePointer<UInt8> {
        unsafe UnsafeMutableRawPointer(start).bindMemory(to: UInt8.self, capacity: 4 * count)
    }

    /// Makes all zero.
    func clear() { unsafe start.update(repeating: 0, count: count) }

    /// Makes all zero, each member a part.
    func clear(_ team: Team) {
        let chunk = 1 << 18
        team.forEach((count + chunk - 1) / chunk) { part, _ in
            let length = min(chunk, count - part * chunk)
            unsafe (start + part * chunk).update(repeating: 0, count: length)
        }
    }

    /// The first elements.
    func array(_ length: Int) -> [Float] {
        precondition(length <= count, "an array of a buffer has its elements")
        return (0..<length).map { unsafe start[$0] }
    }

    /// Takes the first elements from an array.
    func fill(_ values: [Float]) {
        precondition(values.count <= count, "an array for a buffer fits it")
        for index in values.indices { unsafe start[index] = values[index] }
    }

    deinit { unsafe start.deallocate() }
}
