import Events
import Foundation
import Realtime
import Testing

@testable import sight

@Suite struct EventTextTests {
    private let plain = EventText(
        hasColours: false, timeZone: TimeZone(secondsFromGMT: -3600) ?? .current)

    private var failed: VerdictEvent {
        var event = VerdictEvent()
        event.time = 1_795_248_000_007_999
        event.frame = 17
        event.verdict = .fail
        event.score = 4.196
        event.threshold = 3.2
        event.picturable = ScorePair(raw: 0.9, normalised: 4.5)
        event.unpicturable = ScorePair(raw: 9, normalised: -0.25)
        event.worst = Pixel(x: 3, y: 4)
        event.timeline.published = 21_950
        return event
    }

    @Test func `a verdict is one line with all that matters`() {
        #expect(
            plain.line(.verdict(failed))
                == "07:00:00.007  FAIL       score 4.20 ≥ 3.20  (4.50 + -0.25)  at 3,4  21.9 ms"
                + "  frame 17")
        var event = VerdictEvent()
        event.verdict = .undecided(.late)
        event.partID = InlineText("part-7")
        #expect(
            plain.line(.verdict(event)) == "23:00:00.000  undecided  late  0.0 ms  part-7")
    }

    @Test func `colours are only for those who want them`() {
        #expect(!plain.line(.verdict(failed)).contains("\u{1B}"))
        let coloured = EventText(hasColours: true).line(.verdict(failed))
        #expect(coloured.contains("\u{1B}[1;31mFAIL     \u{1B}[0m"))
    }

    @Test func `a text from elsewhere cannot steer the terminal`() {
        var event = StateEvent(.stalled)
        event.why = "a\u{1B}[2Jb\nc\u{202E}d\u{9B}e"
        let line = plain.line(.state(event))
        #expect(line.hasSuffix("state  stalled: a\u{FFFD}[2Jb c\u{FFFD}d\u{FFFD}e"))
        var verdict = failed
        verdict.partID = InlineText("x\u{7}\u{1B}]0;title\u{7}")
        #expect(!plain.line(.verdict(verdict)).contains("\u{1B}"))
    }

    @Test func `every event is one line`() {
        var statistics = StatisticsEvent()
        statistics.frames = 10
        statistics.undecided[.late] = 2
        statistics.missed[.overtaken] = 1
        let reload = ReloadEvent(.refused)
        let events: [Event] = [
            .hello(HelloEvent()), .state(StateEvent(.starting)), .verdict(failed),
            .missed(MissedEvent(count: 1, reason: .driverGap)), .reload(reload),
            .camera(CameraEvent(.lost)), .gap(GapEvent(from: 1, to: 2)), .statistics(statistics),
        ]
        for event in events {
            let line = plain.line(event)
            #expect(!line.contains("\n"))
            #expect(
                event.kind == .verdict
                    || line.contains(event.kind == .hello ? "line" : event.kind.name))
        }
        #expect(
            plain.line(.statistics(statistics)).hasSuffix(
                "10 frames: 0 pass, 0 fail, 2 undecided (late 2), 1 missed (overtaken 1); 0.00/s"))
    }
}
