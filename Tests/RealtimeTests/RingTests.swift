import Glibc
import Host
import Realtime
import Synchronization
import TestSupport
import Testing

@Suite struct RingTests {
    @Test(arguments: [1, 2, 64])
    func `a full ring gives the element back`(capacity: Int) {
        let ring = Ring<Int>(capacity: capacity)
        for n in 0..<capacity { #expect(ring.push(n) == nil) }
        #expect(ring.push(99) == 99)
        #expect(ring.pop() == 0)
    }

    @Test(.enabled(if: countsAllocations)) func `passing elements allocates nothing`() {
        let ring = Ring<Int>(capacity: 8)
        let made = allocations { for n in 0..<100 { _ = ring.push(n); _ = ring.pop() } }
        #expect(made == 0)
    }

    @Test func `a capacity that is no power of two traps`() async {
        await #expect(processExitsWith: .failure) { _ = Ring<Int>(capacity: 3) }
    }

    @Test func `what one thread pushes another pops, complete and in order`() throws {
        let shared = Shared(capacity: 8)
        let count = 20_000
        let producer = try Thread(name: "producer") {
            for number in 0..<count {
                while shared.ring.push(Item(number: number, alive: shared.alive)) != nil {
                    sched_yield()
                }
            }
        }
        var expected = 0
        while expected < count {
            guard let item = shared.ring.pop() else {
                sched_yield()
                continue
            }
            if item.number != expected {
                Issue.record("\(item.number) came instead of \(expected)")
                break
            }
            expected += 1
        }
        producer.join()
        #expect(expected == count)
        let isEmpty = shared.ring.isEmpty
        #expect(isEmpty)
        #expect(shared.alive.count.load(ordering: .acquiring) == 0)
    }

    @Test func `the producer knows how many surely fit`() {
        let ring = Ring<Int>(capacity: 4)
        var free = ring.freeCapacity
        #expect(free == 4)
        for n in 0..<3 { _ = ring.push(n) }
        free = ring.freeCapacity
        #expect(free == 1)
        _ = ring.push(3)
        free = ring.freeCapacity
        #expect(free == 0)
        _ = ring.pop()
        free = ring.freeCapacity
        #expect(free == 1)
    }

    @Test func `an empty ring says so`() {
        let ring = Ring<Int>(capacity: 2)
        var isEmpty = ring.isEmpty
        #expect(isEmpty)
        _ = ring.push(1)
        isEmpty = ring.isEmpty
        #expect(!isEmpty)
        _ = ring.pop()
        isEmpty = ring.isEmpty
        #expect(isEmpty)
    }

    @Test func `elements left behind are dropped with the ring`() {
        let alive = Alive()
        do {
            let ring = Ring<Item>(capacity: 4)
            for n in 0..<3 { _ = ring.push(Item(number: n, alive: alive)) }
            #expect(alive.count.load(ordering: .acquiring) == 3)
        }
        #expect(alive.count.load(ordering: .acquiring) == 0)
    }
}

/// Counts the items that exist.
final class Alive: Sendable {
    let count = Atomic<Int>(0)
}

/// A ring that two threads know.
final class Shared: Sendable {
    let ring: Ring<Item>
    let alive = Alive()
    init(capacity: Int) { ring = Ring(capacity: capacity) }
}

/// Something that is owned, and noticed when it is gone.
struct Item: ~Copyable, Sendable {
    let number: Int
    let alive: Alive
    init(number: Int, alive: Alive) {
        self.number = number
        self.alive = alive
        alive.count.add(1, ordering: .acquiringAndReleasing)
    }
    deinit { alive.count.subtract(1, ordering: .acquiringAndReleasing) }
}
