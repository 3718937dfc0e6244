/// The checksum of zip archives: CRC-32 with the reflected polynomial EDB88320.
enum CRC32 {
    /// The checksum of `bytes`.
    ///
    /// - Source: ISO 3309, as PKWARE's APPNOTE 4.4.7 uses it.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8)
        }
        return ~crc
    }

    private static let table: [UInt32] = (0..<256).map { (index: UInt32) in
        (0..<8).reduce(index) { value, _ in
            value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1
        }
    }
}
