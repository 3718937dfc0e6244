import Events
import Testing

@testable import sight

@Suite struct StatusTableTests {
    @Test func `every row has its value in one column`() {
        var hello = HelloEvent()
        hello.line = "press-3"
        hello.modelName = "a\u{1B}b"
        (hello.instructions, hello.threads) = ("avx512", 2)
        var statistics = StatisticsEvent()
        statistics.frames = 8
        statistics.fail = 2
        statistics.undecided[.dark] = 1
        statistics.uptimeSeconds = 2 * 86400 + 3 * 3600 + 4 * 60 + 5
        statistics.memoryBytes = 3 << 20
        let rows = StatusTable.text(hello, StateEvent(.inspecting), statistics)
            .split(separator: "\n").map(String.init)
        #expect(rows.contains("line       press-3"))
        #expect(rows.contains("state      inspecting"))
        #expect(rows.contains("model      a\u{FFFD}b"))
        #expect(rows.contains("engine     avx512: AVX-512 (the processor has no VNNI), 2 threads"))
        #expect(rows.contains("fail       2  25.00 %"))
        #expect(rows.contains("undecided  1  12.50 % (dark 1)"))
        #expect(rows.contains("uptime     2 d 3 h 4 min 5 s"))
        #expect(rows.contains("memory     3.0 MiB"))
        #expect(rows.contains("latency    no verdict yet"))
    }
}
