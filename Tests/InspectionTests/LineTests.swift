import Capture
import Events
import Host
import Realtime
import TestSupport
import Testing

@testable import Inspection

@Suite struct LineTests {
    let quiet = Inspector.Rules(checksDark: false)

    @Test func `each frame is judged, numbered and published in order`() throws {
        var line = SimulatedLine(script: [.frames(6)], threshold: 4)
        for _ in 0..<7 {
            line.stepCapture()
            line.stepInference()
            line.publish.step()
        }
        line.finish()
        let verdicts = try line.verdicts()
        #expect(verdicts.map(\.frame) == [0, 1, 2, 3, 4, 5])
        #expect(verdicts.map(\.verdict) == [.pass, .pass, .pass, .pass, .fail, .fail])
        #expect(verdicts.allSatisfy { $0.model == "digest0" && $0.timeline.published >= 20_000 })
        let sequences = try line.events().compactMap(\.sequence)
        #expect(sequences == Array(1...UInt64(sequences.count)))
    }

    @Test func `the newest frame wins and the overtaken are counted`() throws {
        var line = SimulatedLine(script: [.frames(4)])
        for _ in 0..<5 { line.stepCapture() }
        line.finish()
        #expect(try line.verdicts().map(\.frame) == [3])
        #expect(line.publish.ledger.counts.missed[.overtaken] == 3)
        #expect(line.publish.ledger.isBalanced)
    }

    @Test func `with every_frame each is judged in order`() throws {
        var line = SimulatedLine(
            script: [.frames(4)], everyFrame: true)
        for _ in 0..<5 { line.stepCapture() }
        line.finish()
        #expect(try line.verdicts().map(\.frame) == [0, 1, 2, 3])
    }

    @Test func `a frame whose networks do not finish is undecided in time, and only once`() throws {
        let deadline: UInt64 = 50_000_000
        var line = SimulatedLine(
            script: [.frames(1)],
            rules: .init(deadlineNanoseconds: deadline, checksDark: false), everyFrame: true,
            inferenceTime: .milliseconds(80))
        for _ in 0..<2 { line.stepCapture() }
        line.publish.step()
        let due = line.publish.nextDeadline
        line.clock.sleep(until: try #require(due))
        line.publish.step()
        line.stepInference()
        line.finish()
        let verdicts = try line.verdicts()
        #expect(verdicts.map(\.verdict) == [.undecided(.late)])
        #expect(verdicts[0].timeline.published * 1000 < deadline)
        #expect(line.publish.ledger.isBalanced)
    }

    @Test func `a damaged frame is undecided, never passed`() throws {
        var line = SimulatedLine(script: [.frame, .corrupt, .bytes([1, 2, 3]), .frame])
        for _ in 0..<6 {
            line.stepCapture()
            line.stepInference()
            line.publish.step()
        }
        line.finish()
        #expect(
            try line.verdicts().map(\.verdict) == [
                .pass, .undecided(.corrupt), .undecided(.corrupt), .pass,
            ])
    }

    @Test func `a lost camera is a stated state and inspection goes on when it is back`() throws {
        var line = SimulatedLine(
            script: [.frames(2), .fail(.notFound(path: "/dev/video9")), .frames(2)])
        for _ in 0..<40 {
            line.stepCapture()
            line.stepInference()
            line.publish.step()
        }
        line.finish()
        let states = try line.events().compactMap {
            if case .state(let event) = $0 { event.state } else { nil }
        }
        #expect(states.prefix(3) == [.inspecting, .cameraLost, .inspecting])
        // The script ends in silence.
        #expect(states.dropFirst(3).allSatisfy { $0 == .stalled })
        #expect(try line.verdicts().count == 4)
        // Ready once, with the first known state of the camera.
        let ready = line.manager.states.count { if case .ready = $0 { true } else { false } }
        #expect(ready == 1)
        #expect(line.journal.entries.contains { $0.messageID == .cameraLost })
    }

    @Test func `a reload swaps between two frames and each verdict names its model`() throws {
        var line = SimulatedLine(script: [.frames(6)], threshold: 1000)
        for frame in 0..<7 {
            line.stepCapture()
            line.stepInference()
            line.publish.step()
            if frame == 2 {
                line.publish.models.append(SimulatedLine.tag(1, threshold: 0))
                let refused = line.links.newInspectors.push(
                    SimulatedLine.inspector(1, threshold: 0, rules: quiet))
                let isTaken = refused == nil
                #expect(isTaken)
            }
        }
        line.finish()
        let verdicts = try line.verdicts()
        #expect(verdicts.count == 6 && verdicts.map(\.frame) == [0, 1, 2, 3, 4, 5])
        let changed = try #require(verdicts.firstIndex { $0.model == "digest1" })
        #expect(changed > 0)
        for (index, event) in verdicts.enumerated() {
            #expect(event.model == (index < changed ? "digest0" : "digest1"))
            #expect(event.verdict == (index < changed ? .pass : .fail))
        }
        let isReplaced = !line.links.oldInspectors.isEmpty
        #expect(isReplaced)
    }

    @Test func `a refused reload names the model that was refused, if it could be read`() throws {
        var line = SimulatedLine(script: [])
        line.publish.sayReload(.refused, why: "unread")
        line.publish.sayReload(.refused, why: "read", refused: "digest1")
        let reloads = try line.events().compactMap {
            if case .reload(let event) = $0 { event } else { nil }
        }
        #expect(reloads.map(\.from) == ["digest0", "digest0"])
        #expect(reloads.map(\.to) == [nil, "digest1"])
    }

    /// The law of conservation over random lives of a line, judged by what a subscriber was told.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `whatever happens, every frame the driver numbered is told exactly once`(
        seed: UInt64
    ) throws {
        var random = SeededRandom(seed: seed)
        let deadline: UInt64? = seed % 3 == 0 ? nil : 60_000_000
        var line = SimulatedLine(
            script: Self.script(&random), threshold: 128,
            rules: .init(
                deadlineNanoseconds: deadline, checksDark: false), everyFrame: seed % 2 == 0,
            inferenceTime: .milliseconds(seed % 4 * 40))
        for _ in 0..<600 {
            switch random.next() % 4 {
                case 0, 1: line.stepCapture()
                case 2: line.stepInference()
                default: line.publish.step()
            }
            // One subscriber, 64 events of history: a long silence would make a gap.
            if random.next() % 3 == 0 { line.publish.step() }
        }
        line.finish()
        let counts = line.publish.ledger.counts
        #expect(line.publish.ledger.inFlight == 0 && line.publish.ledger.isBalanced)
        let verdicts = try line.verdicts()
        let missed = try line.events().reduce(UInt64(0)) {
            if case .missed(let event) = $1 { $0 + event.count } else { $0 }
        }
        #expect(UInt64(verdicts.count) + missed == counts.frames)
        #expect(verdicts.count { $0.verdict == .pass } == counts.passed)
        if let deadline {
            for event in verdicts where event.verdict.reason == nil {
                #expect(event.timeline.published * 1000 <= deadline)
            }
        }
    }

    static func script(_ random: inout SeededRandom) -> [ScriptStep] {
        (0..<40).map { _ in
            switch random.next() % 12 {
                case 0: .lose(UInt32(random.next() % 5 + 1))
                case 1: .corrupt
                case 2: .bytes([UInt8](repeating: 7, count: Int(random.next() % 32)))
                case 3: .silence(.seconds(3))
                case 4: .fail(.notFound(path: "/dev/video0"))
                case 5: .sequence(.max - 2)
                default: .frames(Int(random.next() % 6 + 1))
            }
        }
    }
}

/// SplitMix64: the same numbers on every run.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
