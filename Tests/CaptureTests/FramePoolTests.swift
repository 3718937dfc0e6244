import Glibc
import Host
import Imaging
import Realtime
import TestSupport
import Testing

@testable import Capture

@Suite struct FramePoolTests {
    static let info = FrameInfo(layout: FrameLayout(format: .grey, width: 4, height: 1))

    func pool(_ released: Flag) -> FramePool {
        let slots = unsafe [
            UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 8),
            UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 8),
        ]
        return unsafe FramePool(slots: slots) { slots in
            released.set()
            unsafe slots.forEach { slot in unsafe slot.deallocate() }
        }
    }

    @Test func `a dropped frame's slot comes home once`() {
        let pool = FramePool.heap(count: 3, bytesPerSlot: 4)
        #expect(pool.takeReturned() == 0)
        do { _ = pool.lend(slot: 2, count: 4, info: Self.info) }
        #expect(pool.takeReturned() == 0b100)
        #expect(pool.takeReturned() == 0)
    }

    @Test func `slots that come home one after another are all there`() {
        let pool = FramePool.heap(count: 3, bytesPerSlot: 4)
        do { _ = pool.lend(slot: 0, count: 4, info: Self.info) }
        do { _ = pool.lend(slot: 2, count: 4, info: Self.info) }
        #expect(pool.takeReturned() == 0b101)
    }

    @Test func `the memory lives as long as the last frame`() {
        let released = Flag()
        var pool: FramePool? = pool(released)
        let held = Ring<Frame>(capacity: 1)
        if let frame = pool?.lend(slot: 0, count: 4, info: Self.info) { _ = held.push(frame) }
        pool = nil
        #expect(!released.isSet)
        _ = held.pop()
        #expect(released.isSet)
    }

    @Test func `a frame shows what was written into its slot`() {
        var slots = FrameSlots(count: 1, bytesPerSlot: 4)
        guard let slot = slots.take() else {
            Issue.record("a new device has a free slot")
            return
        }
        slots.fill(slot) { memory in for index in 0..<4 { memory[index] = UInt8(index * 3) } }
        let frame = slots.lend(slot, count: 3, info: Self.info)
        var seen: [UInt8] = []
        for index in frame.bytes.indices { seen.append(frame.bytes[index]) }
        #expect(seen == [0, 3, 6])
    }

    @Test func `slots run out and come back`() {
        var slots = FrameSlots(count: 2, bytesPerSlot: 4)
        do {
            let first = slots.take()
            let second = slots.take()
            let third = slots.take()
            #expect(first == 0 && second == 1 && third == nil)
        }
        do { _ = slots.lend(1, count: 4, info: Self.info) }
        let again = slots.take()
        #expect(again == 1)
        slots.putBack(0)
        let first = slots.take()
        #expect(first == 0)
    }

    @Test func `64 slots are no more than a word of bits`() {
        var slots = FrameSlots(count: 64, bytesPerSlot: 1)
        var taken = 0
        while slots.take() != nil { taken += 1 }
        #expect(taken == 64)
    }

    /// A frame with its number in every byte.
    static func numbered(_ number: UInt64, in slots: FrameSlots, _ slot: Int) -> Frame {
        slots.fill(slot) { memory in
            for index in 0..<64 { memory[index] = UInt8(truncatingIfNeeded: number) }
        }
        var frame = slots.lend(slot, count: 64, info: info)
        frame.ordinal = number
        return frame
    }

    @Test func `frames dropped on another thread come home`() throws {
        var slots = FrameSlots(count: 4, bytesPerSlot: 64)
        let channel = CaptureChannel(inference: CountingWaker(), main: CountingWaker())
        let count = 2000
        let consumer = try Thread(name: "consumer") {
            var seen = 0
            while seen < count {
                guard let frame = channel.takeFrame() else {
                    sched_yield()
                    continue
                }
                // The producer wrote the number into every byte of the slot.
                let bytes = frame.bytes
                precondition(bytes[0] == UInt8(truncatingIfNeeded: frame.ordinal))
                precondition(bytes[63] == bytes[0])
                seen += 1
            }
        }
        var sent: UInt64 = 0
        while sent < count {
            guard channel.hasRoomForFrame, let slot = slots.take() else {
                sched_yield()
                continue
            }
            _ = channel.offer(Self.numbered(sent, in: slots, slot))
            sent += 1
        }
        consumer.join()
        #expect(sent == count)
    }

    @Test func `a frame longer than its slot traps`() async {
        await #expect(processExitsWith: .failure) {
            let pool = FramePool.heap(count: 1, bytesPerSlot: 4)
            _ = pool.lend(slot: 0, count: 5, info: FramePoolTests.info)
        }
    }
}
