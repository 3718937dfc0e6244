import Host
import Realtime
import Synchronization
import TestSupport
import Testing

@Suite struct MailboxTests {
    @Test func `the newest is taken and what it overtook comes back`() {
        let mailbox = Mailbox<Int>()
        #expect(mailbox.take() == nil)
        #expect(mailbox.put(1) == nil)
        #expect(mailbox.put(2) == 1)
        #expect(mailbox.put(3) == 2)
        #expect(mailbox.take() == 3)
        #expect(mailbox.take() == nil)
        #expect(mailbox.put(4) == nil)
        #expect(mailbox.take() == 4)
    }

    /// Counts how often it is let go.
    struct Token: ~Copyable, Sendable {
        static let living = Atomic<Int>(0)
        init() { Self.living.add(1, ordering: .relaxed) }
        deinit { Self.living.subtract(1, ordering: .relaxed) }
    }

    @Test func `nothing is lost and nothing leaks`() {
        do {
            let mailbox = Mailbox<Token>()
            for _ in 0..<5 { _ = mailbox.put(Token()) }
            _ = mailbox.take()
            _ = mailbox.put(Token())
        }
        #expect(Token.living.load(ordering: .relaxed) == 0)
    }

    @Test func `between two threads each element arrives once or comes back once, in order`() throws
    {
        final class Shared: Sendable {
            let mailbox = Mailbox<Int>()
            let returned = Atomic<Int>(0)
            let isDone = Atomic<Bool>(false)
        }
        let shared = Shared()
        let count = 20_000
        let producer = try Thread(name: "producer") {
            for number in 1...count where shared.mailbox.put(number) != nil {
                shared.returned.add(1, ordering: .relaxed)
            }
            shared.isDone.store(true, ordering: .releasing)
        }
        var (taken, last) = (0, 0)
        while true {
            let isDone = shared.isDone.load(ordering: .acquiring)
            if let number = shared.mailbox.take() {
                #expect(number > last)
                last = number
                taken += 1
            } else if isDone {
                break
            }
        }
        producer.join()
        #expect(last == count)
        #expect(taken + shared.returned.load(ordering: .relaxed) == count)
    }

    @Test(.enabled(if: countsAllocations)) func `putting and taking allocates nothing`() {
        let mailbox = Mailbox<Int>()
        let made = allocations {
            for number in 0..<100 {
                _ = mailbox.put(number)
                if number % 3 == 0 { _ = mailbox.take() }
            }
        }
        #expect(made == 0)
    }
}
