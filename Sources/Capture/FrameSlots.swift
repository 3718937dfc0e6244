/// Frame buffers on the heap, for the devices whose frames a program fills.
///
/// Only the capture thread takes and lends; any thread may drop what was lent.
public struct FrameSlots: Sendable {
    private let pool: FramePool
    private var free: UInt64
    /// The bytes in each slot.
    public let bytesPerSlot: Int

    /// Allocates `count` slots (1 to 64) of `bytesPerSlot` bytes, filled with zeros.
    public init(count: Int, bytesPerSlot: Int) {
        precondition((1...64).contains(count), "a device has 1 to 64 slots")
        pool = .heap(count: count, bytesPerSlot: bytesPerSlot)
        free = count == 64 ? .max : (1 << UInt64(count)) - 1
        self.bytesPerSlot = bytesPerSlot
    }

    /// A slot to fill, or `nil` while all are lent.
    public mutating func take() -> Int? {
        free |= pool.takeReturned()
        if free == 0 { return nil }
        let slot = free.trailingZeroBitCount
        free &= free &- 1
        return slot
    }

    /// Gives a slot back unused.
    public mutating func putBack(_ slot: Int) { free |= 1 << UInt64(slot) }

    /// Lets `body` write a taken slot.
    public func fill<Result>(_ slot: Int, _ body: (inout MutableSpan<UInt8>) -> Result) -> Result {
        pool.withMemory(of: slot, body)
    }

    /// Lends a taken slot's first `count` bytes as a frame.
    public func lend(_ slot: Int, count: Int, info: FrameInfo) -> Frame {
        pool.lend(slot: slot, count: count, info: info)
    }
}
