import Compute
import Events
import Foundation

/// A line's status as a table of two columns.
enum StatusTable {
    /// The table's text, without a newline at its end.
    static func text(
        _ hello: HelloEvent, _ state: StateEvent, _ statistics: StatisticsEvent
    ) -> String {
        let rows = identity(hello, state) + counts(statistics) + measures(statistics)
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + EventText.plain(value)
        }.joined(separator: "\n")
    }

    private static func identity(
        _ hello: HelloEvent, _ state: StateEvent
    ) -> [(String, String)] {
        let why = state.why.map { ": \($0)" } ?? ""
        return [
            ("line", hello.line), ("state", state.state.name + why), ("sightd", hello.version),
            ("model", [hello.modelName, hello.model].compactMap(\.self).joined(separator: "  ")),
            ("threshold", hello.threshold.map(EventText.number) ?? "none"),
            ("engine", engine(hello)),
            (
                "precision",
                hello.precision.map { $0 + (hello.why.map { ": " + $0 } ?? "") } ?? "not told"
            ),
        ]
    }

    /// The processor's instructions, why no better ones, and how many threads use them.
    private static func engine(_ hello: HelloEvent) -> String {
        guard let name = hello.instructions else { return "not told" }
        let level = InstructionLevel(rawValue: name).map { "\(name): \($0.text)" } ?? name
        let threads = hello.threads.map { ", \($0) thread\($0 == 1 ? "" : "s")" } ?? ""
        return level + threads
    }

    private static func counts(_ event: StatisticsEvent) -> [(String, String)] {
        [
            ("frames", "\(event.frames)"), ("pass", share(event.pass, of: event.frames)),
            ("fail", share(event.fail, of: event.frames)),
            (
                "undecided",
                share(event.undecided.total, of: event.frames) + EventText.reasons(event.undecided)
            ),
            (
                "missed",
                share(event.missed.total, of: event.frames) + EventText.reasons(event.missed)
            ),
            ("in flight", "\(event.inFlight)"),
        ]
    }

    private static func measures(_ event: StatisticsEvent) -> [(String, String)] {
        let latency = event.latency.map {
            "half in \(EventText.milliseconds($0.p50)), 90 % in \(EventText.milliseconds($0.p90)), "
                + "99 % in \(EventText.milliseconds($0.p99)), "
                + "slowest \(EventText.milliseconds($0.max))"
        }
        return [
            ("rate", "\(EventText.number(event.fps))/s"),
            ("latency", latency ?? "no verdict yet"),
            ("drift", drift(event)),
            (
                "records", "\(event.recordsWritten) written, \(event.recordsDropped) dropped"
            ),
            ("clients", "\(event.clients)"),
            ("memory", String(format: "%.1f MiB", Double(event.memoryBytes) / 1_048_576)),
            ("uptime", uptime(event.uptimeSeconds)),
        ]
    }

    private static func share(_ count: UInt64, of total: UInt64) -> String {
        guard total > 0 else { return "\(count)" }
        return "\(count)  " + String(format: "%.2f %%", 100 * Double(count) / Double(total))
    }

    private static func drift(_ event: StatisticsEvent) -> String {
        let parts = [("picturable", event.picturable), ("unpicturable", event.unpicturable)]
            .compactMap { name, drift in
                drift.map {
                    "\(name) \(EventText.number($0.mean)) ± \(EventText.number($0.deviation))"
                }
            }
        return parts.isEmpty
            ? "no scores yet"
            : parts.joined(separator: ", ") + " over \(event.driftCount) (calibration 0 ± 1)"
    }

    private static func uptime(_ seconds: UInt64) -> String {
        let (days, hours) = (seconds / 86400, seconds / 3600 % 24)
        let (minutes, rest) = (seconds / 60 % 60, seconds % 60)
        let clock = "\(hours) h \(minutes) min \(rest) s"
        return days > 0 ? "\(days) d \(clock)" : clock
    }
}
