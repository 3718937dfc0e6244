import Host
import Realtime
import Testing

@Suite struct RecordingServiceManagerTests {
    @Test func `it remembers what it was told, in order`() {
        let manager = RecordingServiceManager(watchdogInterval: .seconds(2))
        manager.reloading(at: Instant(nanoseconds: 5))
        manager.ready(status: "inspecting")
        manager.watchdog()
        manager.status("ok")
        manager.stopping()
        #expect(manager.watchdogInterval == .seconds(2))
        #expect(
            manager.states == [
                .reloading(at: Instant(nanoseconds: 5)), .ready(status: "inspecting"), .watchdog,
                .status("ok"), .stopping,
            ])
    }
}
