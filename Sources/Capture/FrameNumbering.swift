/// Our gapless numbering of all the frames that the driver numbered.
///
/// A number that the driver skipped takes one of ours: the counts add up to the last ordinal.
struct FrameNumbering {
    /// The driver's numbers that were skipped just before a frame.
    struct Gap: Equatable {
        var count: UInt64
        var firstOrdinal: UInt64
        var firstSequence: UInt32
    }

    /// The ordinal of the next number.
    private(set) var next: UInt64 = 0
    private var expected: UInt32?

    /// The camera was started anew: the next frame's number is the base.
    mutating func restart() { expected = nil }

    /// Gives the frame of the driver's number `sequence` its ordinal.
    ///
    /// The driver counts modulo 2³². A number that lies behind the expected one is a driver that
    /// began to count again, or does not count; that is no gap.
    mutating func number(_ sequence: UInt32) -> (gap: Gap?, ordinal: UInt64) {
        let skipped = sequence &- (expected ?? sequence)
        var gap: Gap?
        if skipped > 0, skipped <= UInt32(Int32.max), let expected {
            gap = Gap(count: UInt64(skipped), firstOrdinal: next, firstSequence: expected)
            next += UInt64(skipped)
        }
        expected = sequence &+ 1
        next += 1
        return (gap, next - 1)
    }
}
