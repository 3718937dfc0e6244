import Synchronization

/// The buffers that a device lends out as frames, at most 64.
///
/// Any thread may drop a frame: its bit is set in `returned`, and the capture thread collects the
/// bits before it next asks the device for a frame. The memory lives until the last frame is gone,
/// also after the device was closed.
@safe public final class FramePool: @unchecked Sendable {
    // @unchecked: a slot's memory belongs to the device while free and to one frame while lent;
    // `returned` passes it back with release and acquire ordering.
    private let slots: [UnsafeMutableRawBufferPointer]
    private let release: @Sendable ([UnsafeMutableRawBufferPointer]) -> Void
    private let returned = Atomic<UInt64>(0)

    /// Takes charge of `slots` until the last frame is gone, then hands them to `release`.
    @unsafe public init(
        slots: [UnsafeMutableRawBufferPointer],
        release: @escaping @Sendable ([UnsafeMutableRawBufferPointer]) -> Void
    ) {
        precondition(unsafe slots.count <= 64, "a pool has at most 64 slots")
        unsafe self.slots = slots
        unsafe self.release = release
    }

    deinit { unsafe release(slots) }

    /// A pool of `count` slots on the heap, filled with zeros.
    static func heap(count: Int, bytesPerSlot: Int) -> FramePool {
        precondition(bytesPerSlot > 0, "a slot has room")
        let slots = unsafe (0..<count).map { _ in
            let slot = UnsafeMutableRawBufferPointer.allocate(
                byteCount: bytesPerSlot, alignment: 64)
            unsafe slot.initializeMemory(as: UInt8.self, repeating: 0)
            return unsafe slot
        }
        return unsafe FramePool(slots: slots) { slots in
            unsafe slots.forEach { slot in unsafe slot.deallocate() }
        }
    }

    /// Lets `body` write a slot that the device owns now.
    func withMemory<Result>(
        of slot: Int, _ body: (inout MutableSpan<UInt8>) -> Result
    ) -> Result {
        var span = unsafe MutableSpan<UInt8>(_unsafeBytes: slots[slot])
        return body(&span)
    }

    /// The slots that came home since the last call, one bit each (capture thread only).
    public func takeReturned() -> UInt64 { returned.exchange(0, ordering: .acquiring) }

    /// The memory of a slot that the device owns now.
    @unsafe public func memory(of slot: Int) -> UnsafeMutableRawBufferPointer { unsafe slots[slot] }

    /// The bytes that a slot holds.
    func room(in slot: Int) -> Int { unsafe slots[slot].count }

    func giveBack(_ slot: Int) {
        returned.bitwiseOr(1 << UInt64(slot), ordering: .releasing)
    }

    /// Lends a slot's first `count` bytes as a frame.
    public func lend(slot: Int, count: Int, info: FrameInfo) -> Frame {
        precondition(count <= room(in: slot), "a frame is no longer than its slot")
        return Frame(pool: self, slot: slot, count: count, info: info)
    }
}
