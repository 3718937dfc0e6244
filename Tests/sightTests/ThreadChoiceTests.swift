import Compute
import Testing

@testable import sight

@Suite struct ThreadChoiceTests {
    @Test func `no more threads work than there are processors, and that is said`() {
        #expect(ThreadChoice.count(64, of: 2) == 2)
        #expect(
            ThreadChoice.note(64, of: 2)
                == "64 threads asked for, this machine has 2 processors: using 2")
        #expect(ThreadChoice.note(64, of: 1)?.contains("has 1 processor: using 1") == true)
    }

    @Test func `what is asked for is taken where it can be, without a word`() {
        for asked in [1, 2] {
            #expect(ThreadChoice.count(asked, of: 2) == asked)
            #expect(ThreadChoice.note(asked, of: 2) == nil)
        }
        #expect(ThreadChoice.count(nil, of: 3) == 3 && ThreadChoice.note(nil, of: 3) == nil)
        #expect(ThreadChoice.count(nil, of: 1000) == Team.largest)
    }
}
