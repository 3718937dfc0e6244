import Events
import Foundation
import Host
import Realtime
import Testing

@testable import Inspection

@Suite struct JournalReporterTests {
    /// The fields that the catalog's text of each message id speaks of.
    static func spokenOf() throws -> [String: Set<String>] {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../systemd/sight.catalog").standardized
        var found: [String: Set<String>] = [:]
        var id = ""
        for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("-- ") { id = String(line.dropFirst(3)) }
            for match in line.matches(of: /@([A-Z_]+)@/) {
                found[id, default: []].insert(String(match.1))
            }
        }
        return found
    }

    static let model = ModelTag(
        generation: 0, name: "m", digest: "d", threshold: 1, precision: "f32",
        why: "asked for", threads: 1)

    /// Everything that a line can report, each with no more than it always has.
    static func sparsest(_ journal: RecordingJournal) {
        let reporter = JournalReporter(line: "press-3", journal: journal)
        let peer = PeerCredentials(process: 1, user: 2, group: 3)
        reporter.started(version: "1", model: Self.model)
        for verdict in [Verdict.pass, .fail, .undecided(.late), .undecided(.frozen)] {
            var event = VerdictEvent()
            event.verdict = verdict
            if verdict.reason == nil { (event.score, event.threshold) = (1, 2) }
            if verdict.reason == .late { event.deadline = 50_000 }
            reporter.verdict(event)
        }
        reporter.missed(MissedEvent(count: 2, reason: .driverGap))
        for state in LineState.allCases { reporter.state(StateEvent(state), source: "demo:") }
        var reload = ReloadEvent(.ok)
        reload.to = "d"
        reporter.reload(reload, model: Self.model)
        reload = ReloadEvent(.refused)
        reload.why = "no such file"
        reporter.reload(reload, model: Self.model)
        reporter.recording(.failing("disk full"))
        reporter.recording(.recovered)
        reporter.clientConnected(peer)
        reporter.clientRefused(peer, "too many")
        reporter.clientLost(peer, 4...9)
        reporter.clientDisconnected(peer)
        for id in [
            MessageID.thresholdUnsupported, .settingIdle, .realtimeRefused, .memoryLockRefused,
        ] {
            reporter.warn(id, "why")
        }
    }

    @Test func `an entry has every field that its catalog text speaks of`() throws {
        let journal = RecordingJournal()
        Self.sparsest(journal)
        let spokenOf = try Self.spokenOf()
        for entry in journal.entries {
            let has = Set(entry.fields.filter { !$0.value.isEmpty }.map(\.name.journalName))
            let lacks = (spokenOf[entry.messageID.rawValue] ?? []).subtracting(has).sorted()
            #expect(lacks.isEmpty, "\(entry.messageID.name) has no \(lacks)")
        }
        // What others send has no fields to speak of.
        let reported = Set(journal.entries.map(\.messageID))
        for id in MessageID.allCases where !reported.contains(id) {
            #expect(spokenOf[id.rawValue] == nil, "\(id.name) is reported by no call above")
        }
    }
}
