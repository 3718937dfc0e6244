import CKernels

/// The SHA-256 digest of bytes that come in pieces.
///
/// - Source: FIPS 180-4.
public struct SHA256: Sendable {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
        0x5be0_cd19,
    ]
    /// The bytes that do not fill a block yet.
    private var rest: [UInt8] = []
    private var length: UInt64 = 0
    private static let block = 64

    /// Begins with no bytes.
    public init() {}

    /// Adds bytes.
    public mutating func update(_ bytes: Span<UInt8>) {
        length += UInt64(bytes.count)
        var start = 0
        if !rest.isEmpty {
            start = min(Self.block - rest.count, bytes.count)
            for index in 0..<start { rest.append(bytes[index]) }
            guard rest.count == Self.block else { return }
            let first = rest
            rest = []
            Self.compress(first.span, into: &state)
        }
        let whole = (bytes.count - start) / Self.block * Self.block
        Self.compress(bytes.extracting(start..<(start + whole)), into: &state)
        for index in (start + whole)..<bytes.count { rest.append(bytes[index]) }
    }

    /// Adds numbers, as they are stored in files.
    public mutating func update(_ values: [Float]) { update(encoded(values).span) }

    /// The digest of all bytes so far, 32 bytes.
    public consuming func digest() -> [UInt8] {
        let bits = length * 8
        rest.append(0x80)
        let padding = (Self.block + 56 - rest.count % Self.block) % Self.block
        rest.append(contentsOf: repeatElement(0, count: padding))
        for shift in stride(from: 56, through: 0, by: -8) {
            rest.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        let last = rest
        Self.compress(last.span, into: &state)
        return state.flatMap { word in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
    }

    /// The digest of `bytes`, in hexadecimal.
    public static func hexadecimalDigest(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(bytes.span)
        return hexadecimal(hash.digest())
    }

    /// `bytes` as lowercase hexadecimal digits.
    public static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func compress(_ blocks: Span<UInt8>, into state: inout [UInt32]) {
        // An empty span has no address, which C would be given.
        guard !blocks.isEmpty else { return }
        var view = state.mutableSpan
        ckernels_sha256(&view, blocks, blocks.count / block)
    }
}
