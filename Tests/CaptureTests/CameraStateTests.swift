import Testing

@testable import Capture

@Suite struct CameraStateTests {
    /// What can happen to a camera.
    enum Event: CaseIterable { case waited, opened, frame, silent, failed, ended, stopped }

    typealias Action = CameraState.Action

    /// Plays events; the last one's action and the phase after it.
    static func play(_ events: [Event]) -> (action: Action, phase: CameraPhase) {
        var state = CameraState()
        var action = Action.nothing
        for event in events {
            switch event {
                case .waited: action = state.waited()
                case .opened:
                    state.opened()
                    action = .nothing
                case .frame: action = state.frameArrived()
                case .silent: action = state.fellSilent()
                case .failed: action = state.failed()
                case .ended: action = state.sourceEnded()
                case .stopped: action = state.stopped()
            }
        }
        return (action, state.phase)
    }

    /// The shortest way to each phase.
    static let ways: [CameraPhase: [Event]] = [
        .closed: [], .opened: [.opened], .streaming: [.opened, .frame],
        .stalled: [.opened, .silent], .lost: [.failed], .ended: [.opened, .ended],
    ]

    static let first = Action.closeAndRetry(after: .milliseconds(100))
    static let second = Action.closeAndRetry(after: .milliseconds(200))

    /// Every event in every phase: what it asks for, and where it leads.
    static let table: [CameraPhase: [Event: (Action, CameraPhase)]] = [
        .closed: [
            .waited: (.open, .closed), .opened: (.nothing, .opened), .frame: (.nothing, .closed),
            .silent: (.nothing, .closed), .failed: (first, .lost), .ended: (.nothing, .closed),
            .stopped: (.nothing, .closed),
        ],
        .opened: [
            .waited: (.nothing, .opened), .opened: (.nothing, .opened),
            .frame: (.announceAndDeliver, .streaming), .silent: (first, .stalled),
            .failed: (first, .lost), .ended: (.close, .ended), .stopped: (.close, .closed),
        ],
        .streaming: [
            .waited: (.nothing, .streaming), .opened: (.nothing, .streaming),
            .frame: (.deliver, .streaming), .silent: (first, .stalled), .failed: (first, .lost),
            .ended: (.close, .ended), .stopped: (.close, .closed),
        ],
        .stalled: [
            .waited: (.open, .stalled), .opened: (.nothing, .opened),
            .frame: (.nothing, .stalled), .silent: (.nothing, .stalled),
            .failed: (second, .lost), .ended: (.nothing, .stalled), .stopped: (.nothing, .closed),
        ],
        .lost: [
            .waited: (.open, .lost), .opened: (.nothing, .opened), .frame: (.nothing, .lost),
            .silent: (.nothing, .lost), .failed: (second, .lost), .ended: (.nothing, .lost),
            .stopped: (.nothing, .closed),
        ],
        .ended: [
            .waited: (.nothing, .ended), .opened: (.nothing, .ended), .frame: (.nothing, .ended),
            .silent: (.nothing, .ended), .failed: (.nothing, .ended), .ended: (.nothing, .ended),
            .stopped: (.nothing, .closed),
        ],
    ]

    @Test(arguments: CameraPhase.allCases, Event.allCases)
    func `each event in each state asks for one thing and leads to one state`(
        phase: CameraPhase, event: Event
    ) throws {
        let way = try #require(Self.ways[phase])
        #expect(Self.play(way).phase == phase)
        let (action, next) = try #require(Self.table[phase]?[event])
        let played = Self.play(way + [event])
        #expect(played.action == action)
        #expect(played.phase == next)
    }

    @Test func `the pause doubles from 100 ms to 1 s, over stalls and failures alike`() {
        var events: [Event] = []
        var pauses: [Action] = []
        for attempt in 0..<9 {
            events += attempt % 2 == 0 ? [.opened, .silent] : [.failed]
            pauses.append(Self.play(events).action)
        }
        let expected = [100, 200, 400, 800, 1000, 1000, 1000, 1000, 1000]
        #expect(pauses == expected.map { .closeAndRetry(after: .milliseconds($0)) })
    }

    @Test func `opening alone does not make the pause short again, a frame does`() {
        #expect(Self.play([.failed, .opened, .failed]).action == Self.second)
        #expect(Self.play([.failed, .opened, .frame, .failed]).action == Self.first)
    }

    @Test func `a very long absence keeps the longest pause`() {
        let events = Array(repeating: Event.failed, count: 1000)
        #expect(Self.play(events).action == .closeAndRetry(after: .seconds(1)))
    }
}
