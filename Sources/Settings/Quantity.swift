/// Numbers with a unit, such as `50ms` and `10GiB`.
enum Quantity {
    private static let nanoseconds = [
        ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000), ("ns", 1),
    ]
    private static let bytes = [
        ("PiB", 1 << 50), ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
        ("PB", 1_000_000_000_000_000), ("TB", 1_000_000_000_000), ("GB", 1_000_000_000),
        ("MB", 1_000_000), ("kB", 1000), ("B", 1),
    ]
    /// The units of time, for messages.
    static let durationUnits = "us, ms, s or m"
    /// The units of size, for messages.
    static let byteUnits = "B, kB, MB, GB, TB, KiB, MiB, GiB or TiB"

    /// Reads a duration; `nil` when it has no unit, or is no whole number of nanoseconds.
    static func duration(_ text: String) -> Duration? {
        read(text, units: nanoseconds).map { .nanoseconds($0) }
    }

    /// Reads a number of bytes; `nil` when it has no unit, or is no whole number of bytes.
    static func bytes(_ text: String) -> Int? { read(text, units: bytes) }

    /// Writes a duration in the largest unit that needs no fraction.
    static func spell(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let count = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        return spell(count, units: nanoseconds, zero: "0s")
    }

    /// Writes a number of bytes in the largest unit that needs no fraction.
    static func spell(bytes count: Int) -> String { spell(count, units: bytes, zero: "0B") }

    private static func spell(_ count: Int, units: [(String, Int)], zero: String) -> String {
        for (unit, size) in units where count != 0 && count % size == 0 {
            return "\(count / size)\(unit)"
        }
        return zero
    }

    /// Reads digits, perhaps a fraction, and a unit, exactly.
    private static func read(_ text: String, units: [(String, Int)]) -> Int? {
        let letters = text.drop { $0.isASCII && $0.isNumber || $0 == "." }
        guard let size = units.first(where: { $0.0 == letters })?.1 else { return nil }
        let parts = text[..<letters.startIndex]
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = Int(parts[0]) else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: size)
        guard !overflow else { return nil }
        if parts.count == 1 { return product }
        guard let fraction = fraction(parts[1], of: size) else { return nil }
        let (sum, sumOverflow) = product.addingReportingOverflow(fraction)
        return sumOverflow ? nil : sum
    }

    /// The share `0.digits` of `size`; `nil` when it is not whole.
    private static func fraction(_ digits: Substring, of size: Int) -> Int? {
        guard (1...9).contains(digits.count), let numerator = Int(digits) else { return nil }
        var denominator = 1
        for _ in digits { denominator *= 10 }
        let product = numerator.multipliedFullWidth(by: size)
        guard product.high < denominator else { return nil }
        let (quotient, remainder) = denominator.dividingFullWidth(product)
        return remainder == 0 ? quotient : nil
    }
}
