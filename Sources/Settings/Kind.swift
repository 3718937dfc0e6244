/// What a setting may be: its type and its limits.
///
/// The reader's checks, the words of its errors and the limits in the documents all come from here.
enum Kind: Sendable {
    /// `true` or `false`.
    case flag
    /// A whole number in a range; `zero` says what 0 means where it lies outside of the range.
    case integer(ClosedRange<Int>, zero: String? = nil)
    /// A number in a range; `auto` says what the text `auto` means where it is allowed.
    case number(ClosedRange<Double>, auto: String? = nil)
    /// A text after a rule.
    case text(TextRule)
    /// One of a few words.
    case choice([String])
    /// A time with its unit.
    case duration(ClosedRange<Duration>)
    /// A number of bytes with its unit.
    case bytes(ClosedRange<Int>)
    /// An array of whole numbers, each with a name and a range.
    case list([(name: String, range: ClosedRange<Int>)])
    /// A table of camera controls.
    case controls

    /// What is allowed, as half a sentence.
    var allowed: String {
        switch self {
            case .flag: "true or false"
            case .integer(let range, let zero):
                (zero.map { "0 (\($0)), or " } ?? "")
                    + "a whole number from \(range.lowerBound) to \(range.upperBound)"
            case .number(let range, let auto):
                (auto.map { "\"auto\" (\($0)), or " } ?? "")
                    + "a number from \(Spelling.number(range.lowerBound))"
                    + " to \(Spelling.number(range.upperBound))"
            case .text(let rule): rule.allowed
            case .choice(let names):
                "one of " + names.map { "\"\($0)\"" }.joined(separator: ", ")
            case .duration(let range):
                "a time with its unit (\(Quantity.durationUnits)), "
                    + "\(Quantity.spell(range.lowerBound)) to \(Quantity.spell(range.upperBound))"
            case .bytes(let range):
                "a size with its unit (\(Quantity.byteUnits)), "
                    + "\(Quantity.spell(bytes: range.lowerBound)) to "
                    + Quantity.spell(bytes: range.upperBound)
            case .list(let parts):
                "[" + parts.map(\.name).joined(separator: ", ") + "], whole numbers: "
                    + parts.map { "\($0.name) \($0.range.lowerBound) to \($0.range.upperBound)" }
                    .joined(separator: ", ")
            case .controls:
                "a table of control names (letters, digits, _), each a whole number of 32 bits, "
                    + "true or false"
        }
    }

    /// Takes what the file says; `nil` when it is not allowed.
    func accept(_ item: Item) -> Value? {
        switch (self, item) {
            case (.flag, .flag(let flag)): .flag(flag)
            case (.integer(let range, let zero), .integer(let n)):
                range.contains(n) || zero != nil && n == 0 ? .integer(n) : nil
            case (.number(let range, _), .number(let x)): range.contains(x) ? .number(x) : nil
            case (.number(let range, _), .integer(let n)):
                range.contains(Double(n)) ? .number(Double(n)) : nil
            case (.text(let rule), .text(let text)): rule.accepts(text) ? .text(text) : nil
            case (.choice(let names), .text(let text)): names.contains(text) ? .text(text) : nil
            case (.duration(let range), .text(let text)):
                Quantity.duration(text).flatMap { range.contains($0) ? .duration($0) : nil }
            case (.bytes(let range), .text(let text)):
                Quantity.bytes(text).flatMap { range.contains($0) ? .integer($0) : nil }
            case (.list(let parts), .list(let items)): Self.accept(items, as: parts)
            default: nil
        }
    }

    /// Whether the item is the text `auto`, and that is allowed.
    func isAuto(_ item: Item) -> Bool {
        if case .number(_, .some) = self, item == .text("auto") { true } else { false }
    }

    /// Writes a value as TOML.
    func spell(_ value: Value) -> String {
        switch value {
            case .flag(let flag): "\(flag)"
            case .integer(let n):
                if case .bytes = self { "\"\(Quantity.spell(bytes: n))\"" } else { "\(n)" }
            case .number(let x): Spelling.number(x)
            case .text(let text): Spelling.quoted(text)
            case .duration(let duration): "\"\(Quantity.spell(duration))\""
            case .list(let list): "\(list)"
            case .controls(let controls):
                controls.isEmpty
                    ? "{}"
                    : "{ "
                        + controls.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
                        + " }"
        }
    }

    private static func accept(
        _ items: [Item], as parts: [(name: String, range: ClosedRange<Int>)]
    ) -> Value? {
        guard items.count == parts.count else { return nil }
        var list: [Int] = []
        for (item, part) in zip(items, parts) {
            guard case .integer(let n) = item, part.range.contains(n) else { return nil }
            list.append(n)
        }
        return .list(list)
    }
}
