import Testing

@testable import Settings

@Suite struct QuantityTests {
    @Test(
        arguments: [
            ("50ms", 50_000_000), ("10s", 10_000_000_000), ("2m", 120_000_000_000),
            ("250us", 250_000), ("1.5s", 1_500_000_000), ("0.000000001s", 1), ("0s", 0),
            ("1ns", 1), ("007ms", 7_000_000),
        ])
    func `durations are exact`(text: String, nanoseconds: Int) {
        #expect(Quantity.duration(text) == .nanoseconds(nanoseconds))
    }

    @Test(
        arguments: [
            "", "s", "5", "5 s", "-5s", "+5s", "5S", "5sec", "1.s", ".5s", "1.2.3s", "0.1ns",
            "99999999999999999999s", "9223372036854775807s", "1e3s", "٥s", "0.0000000001s",
        ])
    func `what is no duration is nil`(text: String) { #expect(Quantity.duration(text) == nil) }

    @Test(
        arguments: [
            ("10GiB", 10 << 30), ("500MB", 500_000_000), ("1B", 1), ("1.5KiB", 1536),
            ("2kB", 2000), ("1PiB", 1 << 50), ("0.5B", nil), ("1.3KiB", nil), ("10G", nil),
            ("9000000PiB", nil),
        ] as [(String, Int?)])
    func `sizes are exact`(text: String, bytes: Int?) { #expect(Quantity.bytes(text) == bytes) }

    @Test func `what is written reads back`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<1000 {
            let n = Int.random(in: 0...(1 << Int.random(in: 0..<60)), using: &random)
            #expect(Quantity.bytes(Quantity.spell(bytes: n)) == n)
            #expect(Quantity.duration(Quantity.spell(.nanoseconds(n))) == .nanoseconds(n))
        }
        #expect(Quantity.spell(.seconds(90)) == "90s")
        #expect(Quantity.spell(bytes: 10 << 30) == "10GiB")
    }
}
