import Foundation

/// A small PNG file of any kind, put together byte by byte, and what it shows.
struct HandmadePNG {
    static let (width, height) = (5, 3)
    let colour: UInt8
    let depth: UInt8
    let palette: [[UInt8]]

    private var channels: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][Int(colour)] ?? 0 }

    /// One sample of the file, as many bits as `depth` says.
    private func sample(_ x: Int, _ y: Int, _ c: Int) -> Int {
        let limit = colour == 3 ? palette.count : 1 << Int(depth)
        return (x * 20021 + y * 7919 + c * 4001 + 3) % limit
    }

    /// (3, 5, 3): what a reader that scales to 8 bits and drops transparency sees.
    var expected: [UInt8] {
        var result: [UInt8] = []
        for y in 0..<Self.height {
            for x in 0..<Self.width {
                if colour == 3 {
                    result += palette[sample(x, y, 0)]
                    continue
                }
                let most = Double(1 << Int(depth)) - 1
                for c in 0..<3 {
                    let value = sample(x, y, colour & 2 == 0 ? 0 : c)
                    result.append(UInt8((Double(value) * 255 / most).rounded()))
                }
            }
        }
        return result
    }

    /// The file, its rows one after another or in the seven passes of Adam7.
    func file(interlaced: Bool) -> [UInt8] {
        let passes =
            interlaced
            ? [
                (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
                (0, 1, 1, 2),
            ]
            : [(0, 0, 1, 1)]
        var rows: [UInt8] = []
        for (left, top, stepX, stepY) in passes {
            let columns = Array(stride(from: left, to: Self.width, by: stepX))
            guard !columns.isEmpty else { continue }
            for y in stride(from: top, to: Self.height, by: stepY) {
                rows +=
                    [0]
                    + packed(
                        columns.flatMap { x in
                            (0..<channels).map { sample(x, y, $0) }
                        })
            }
        }
        let header: [UInt8] = [0, 0, 0, 5, 0, 0, 0, 3, depth, colour, 0, 0, interlaced ? 1 : 0]
        return Self.file(header: header, rows: rows, palette: colour == 3 ? palette : [])
    }

    private func packed(_ samples: [Int]) -> [UInt8] {
        if depth == 16 { return samples.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
        let perByte = 8 / Int(depth)
        return stride(from: 0, to: samples.count, by: perByte).map { start in
            (0..<perByte).reduce(UInt8(0)) { byte, i in
                let value = start + i < samples.count ? samples[start + i] : 0
                return byte | UInt8(value << (8 - Int(depth) * (i + 1)))
            }
        }
    }

    /// A file of any header and rows, the rows stored without compression.
    static func file(header: [UInt8], rows: [UInt8], palette: [[UInt8]] = []) -> [UInt8] {
        let length = UInt16(rows.count)
        var data: [UInt8] = [0x78, 0x01, 0x01]
        data += [
            UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8),
        ]
        data += rows + bigEndian(adler32(rows))
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file += chunk("IHDR", header)
        if !palette.isEmpty { file += chunk("PLTE", palette.flatMap(\.self)) }
        return file + chunk("IDAT", data) + chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return bigEndian(UInt32(data.count)) + body + bigEndian(crc32(body))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return b << 16 | a
    }
}

/// CRC-32 as zip and PNG have it.
func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
}
