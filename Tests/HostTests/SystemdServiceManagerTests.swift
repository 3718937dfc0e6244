import Glibc
import Realtime
import Testing

@testable import Host

@Suite struct SystemdServiceManagerTests {
    let folder = TemporaryFolder()

    @Test func `without a service manager nothing is said`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            unsafe unsetenv("NOTIFY_SOCKET")
            unsafe unsetenv("WATCHDOG_USEC")
            let manager = SystemdServiceManager()
            exit(manager.ready(status: "x") == nil && manager.watchdogInterval == nil ? 7 : 1)
        }
    }

    @Test func `each state is told in systemd's words`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            let receiver = DatagramReceiver(at: "\(folder)/notify")
            unsafe setenv("NOTIFY_SOCKET", "\(folder)/notify", 1)
            let manager = SystemdServiceManager()
            let states: [(ServiceState, String)] = [
                (.ready(status: "inspecting"), "READY=1\nSTATUS=inspecting"),
                (.status("200 parts"), "STATUS=200 parts"),
                (.watchdog, "WATCHDOG=1"),
                (
                    .reloading(at: Instant(nanoseconds: 1_234_567_890)),
                    "RELOADING=1\nMONOTONIC_USEC=1234567"
                ),
                (.stopping, "STOPPING=1"),
            ]
            for (state, words) in states {
                guard manager.tell(state) == nil else { exit(1) }
                guard String(try receiver.next()) == words else { exit(2) }
            }
            exit(7)
        }
    }

    @Test func `a status cannot smuggle in another assignment`() {
        #expect(
            SystemdServiceManager.lines(for: .status("lost\nREADY=1\u{7F}"))
                == "STATUS=lost READY=1 ")
    }

    @Test func `the watchdog's interval is systemd's`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            unsafe setenv("WATCHDOG_USEC", "10000000", 1)
            unsafe setenv("WATCHDOG_PID", "\(getpid())", 1)
            exit(SystemdServiceManager().watchdogInterval == .seconds(10) ? 7 : 1)
        }
    }

    @Test func `a service manager that is gone is a refusal, not a fault`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            unsafe setenv("NOTIFY_SOCKET", "/nowhere/notify", 1)
            exit(SystemdServiceManager().stopping() == .notFound ? 7 : 1)
        }
    }
}
