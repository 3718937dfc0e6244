import Host
import Realtime

/// When the frames of a simulated camera are due.
struct Pace: Sendable {
    private let clock: any Clock
    private let sleeper: any Sleeper
    private let period: Duration
    private var due = Instant(nanoseconds: 0)

    init(framesPerSecond: Double, clock: any Clock, sleeper: any Sleeper) {
        period = .seconds(1 / framesPerSecond)
        self.clock = clock
        self.sleeper = sleeper
    }

    /// The present instant.
    func now() -> Instant { clock.now() }

    /// The first frame is due one period from now.
    mutating func restart() { due = clock.now().advanced(by: period) }

    /// Waits for the next frame; whether it is due, rather than the deadline reached.
    mutating func waitForFrame(until deadline: Instant) -> Bool {
        sleeper.sleep(until: min(due, deadline))
        let now = clock.now()
        guard now >= due else { return false }
        let next = due.advanced(by: period)
        // What could not keep the pace goes on from here, not in a burst.
        due = max(next, now)
        return true
    }
}
