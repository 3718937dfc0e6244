internal import Events

/// The name of a record: sorts by time, tells the event and the verdict.
struct RecordName: Equatable {
    /// The folder of the day in UTC: `2026-11-21`.
    let day: String
    /// The file's name without its ending: `101502.123456-42-fail`.
    let stem: String

    init(_ event: VerdictEvent) {
        let seconds = Int(event.time / 1_000_000)
        let date = Self.date(day: seconds / 86_400)
        day = [date.year, date.month, date.day].map { Self.digits($0, 2) }.joined(separator: "-")
        let second = seconds % 86_400
        let time = [second / 3600, second / 60 % 60, second % 60].map { Self.digits($0, 2) }
            .joined()
        let fraction = Self.digits(Int(event.time % 1_000_000), 6)
        let reason = event.verdict.reason.map { "-\($0.name)" } ?? ""
        stem = "\(time).\(fraction)-\(event.sequence)-\(event.verdict.kind.name)\(reason)"
    }

    /// The date of a day counted from 1970-01-01, in the Gregorian calendar.
    ///
    /// Counted in years that begin in March, so that the leap day is a year's last.
    static func date(day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468  // days since 0000-03-01
        let era = shifted / 146_097  // 400 years
        let dayOfEra = shifted % 146_097
        let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        let isEarly = month >= 10  // January and February belong to the next year
        return (year + era * 400 + (isEarly ? 1 : 0), month + (isEarly ? -9 : 3), dayOfMonth)
    }

    private static func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
}
