/// Counts durations in fixed buckets: quantiles to within 6 %, the maximum exactly, no allocation.
///
/// Each power of two is divided into 16 buckets, so a bucket is at most 1/16 of its value wide.
public struct Histogram: Sendable {
    private static let divisions = 16  // times 64 powers of two: 1024 buckets, 8 kB in place
    private var buckets = InlineArray<1024, UInt64>(repeating: 0)
    /// The values recorded.
    public private(set) var count: UInt64 = 0
    /// The largest value recorded; 0 when there is none.
    public private(set) var maximum: UInt64 = 0

    /// Creates an empty histogram.
    public init() {}

    /// Counts one value, in whatever unit the caller uses throughout.
    public mutating func record(_ value: UInt64) {
        buckets[Self.bucket(of: value)] += 1
        count += 1
        maximum = max(maximum, value)
    }

    /// Adds all that another histogram counted.
    public mutating func merge(_ other: Histogram) {
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        count += other.count
        maximum = max(maximum, other.maximum)
    }

    /// The value that the share `q` (0 to 1) of all values does not exceed; 0 when there is none.
    public func quantile(_ q: Double) -> UInt64 {
        let rank = max(UInt64((q * Double(count)).rounded(.up)), 1)
        var seen: UInt64 = 0
        for index in buckets.indices {
            seen += buckets[index]
            if seen >= rank { return min(Self.upperBound(of: index), maximum) }
        }
        return 0
    }

    private static func bucket(of value: UInt64) -> Int {
        if value < UInt64(divisions) { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        let mantissa = Int(value >> UInt64(exponent - 4)) - divisions
        return (exponent - 3) * divisions + mantissa
    }

    /// The largest value that falls into a bucket.
    private static func upperBound(of bucket: Int) -> UInt64 {
        if bucket < divisions { return UInt64(bucket) }
        let shift = UInt64(bucket / divisions - 1)
        let mantissa = UInt64(bucket % divisions + divisions)
        return (mantissa &<< shift) + ((1 &<< shift) - 1)
    }
}

extension Histogram: Equatable {
    /// Whether both counted the same in every bucket.
    public static func == (a: Histogram, b: Histogram) -> Bool {
        a.count == b.count && a.maximum == b.maximum
            && a.buckets.indices.allSatisfy { a.buckets[$0] == b.buckets[$0] }
    }
}
