/// The directory at the end of a zip archive.
///
/// - Source: PKWARE's APPNOTE 4.3.12 to 4.3.16; only what PyTorch's writer makes is accepted.
struct TorchZipDirectory {
    private let source: ByteSource
    /// Where the directory starts; no record may reach beyond.
    private(set) var start = 0
    private var count = 0
    private var size = 0
    private var named: [TorchZip.Record] = []

    /// Finds the directory by the end record, which carries a comment of up to 65,535 bytes.
    init(_ source: ByteSource) throws(TorchError) {
        self.source = source
        let tailCount = min(source.count, 22 + 0xFFFF)
        let tail = try source.read(at: source.count - tailCount, tailCount)
        guard let end = Self.endRecord(in: tail) else {
            throw failure("has no end record: the file is cut off")
        }
        let position = source.count - tailCount + end
        guard tail.little16(end + 4) == 0, tail.little16(end + 6) == 0 else {
            throw failure("says it has several parts")
        }
        count = tail.little16(end + 10)
        size = tail.little32(end + 12)
        start = tail.little32(end + 16)
        var limit = position
        if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
            limit = try readLargeEndRecord(before: position)
        }
        guard start <= limit, size <= limit - start else {
            throw failure("has a directory that lies outside the file")
        }
        guard count <= TorchLimits.records, size <= TorchLimits.directoryBytes else {
            throw failure("has \(count) records, more than the \(TorchLimits.records) allowed")
        }
    }

    private func failure(_ problem: String, _ record: String = "") -> TorchError {
        .archive(file: source.file, record: record, problem: problem)
    }

    private static func endRecord(in tail: [UInt8]) -> Int? {
        guard tail.count >= 22 else { return nil }
        return (0...tail.count - 22).reversed().first { offset in
            tail[offset] == 0x50 && tail.little32(offset) == 0x0605_4B50
                && tail.little16(offset + 20) == tail.count - offset - 22
        }
    }

    /// Takes the 64-bit values for the fields that 32 bits could not hold.
    private mutating func readLargeEndRecord(before end: Int) throws(TorchError) -> Int {
        guard end >= 20 else { throw failure("lacks its 64-bit end record") }
        let locator = try source.read(at: end - 20, 20)
        guard locator.little32(0) == 0x0706_4B50, let position = locator.little64(8),
            position <= end - 20 - 56
        else { throw failure("lacks its 64-bit end record") }
        let record = try source.read(at: position, 56)
        guard record.little32(0) == 0x0606_4B50, let count = record.little64(32),
            let size = record.little64(40), let start = record.little64(48)
        else { throw failure("has a damaged 64-bit end record") }
        if self.count == 0xFFFF { self.count = count }
        if self.size == 0xFFFF_FFFF { self.size = size }
        if self.start == 0xFFFF_FFFF { self.start = start }
        return position
    }

    /// Reads every entry.
    mutating func readRecords() throws(TorchError) {
        let bytes = try source.read(at: start, size)
        var offset = 0
        for _ in 0..<count {
            guard bytes.count - offset >= 46, bytes.little32(offset) == 0x0201_4B50 else {
                throw failure("has a damaged directory")
            }
            let nameCount = bytes.little16(offset + 28)
            let extraCount = bytes.little16(offset + 30)
            let length = 46 + nameCount + extraCount + bytes.little16(offset + 32)
            guard length <= bytes.count - offset, (1...TorchLimits.nameBytes).contains(nameCount)
            else { throw failure("has a damaged directory") }
            named.append(try record(Array(bytes[offset..<offset + length]), nameCount, extraCount))
            offset += length
        }
        guard offset == bytes.count else { throw failure("has a damaged directory") }
    }

    private func record(
        _ entry: [UInt8], _ nameCount: Int, _ extraCount: Int
    ) throws(TorchError) -> TorchZip.Record {
        let nameEnd = 46 + nameCount
        guard let name = String(validating: entry[46..<nameEnd], as: UTF8.self) else {
            throw failure("has a record whose name is not UTF-8")
        }
        guard entry.little16(10) == 0 else {
            // A compiled program's source is the one thing that PyTorch does compress.
            if name.contains("/code/") {
                throw .foreign(file: source.file, kind: .torchScript)
            }
            throw failure("is compressed, which torch.save never does", name)
        }
        guard entry.little16(8) & 1 == 0 else { throw failure("is encrypted", name) }
        var stored = entry.little32(20)
        var count = entry.little32(24)
        var header = entry.little32(42)
        var large = Self.largeFields(entry[nameEnd..<nameEnd + extraCount])
        try widen(&count, from: &large, name)
        try widen(&stored, from: &large, name)
        try widen(&header, from: &large, name)
        guard stored == count else { throw failure("has two sizes", name) }
        return TorchZip.Record(
            name: name, header: header, count: count,
            checksum: UInt32(truncatingIfNeeded: entry.little32(16)), flags: entry.little16(8))
    }

    private func widen(
        _ field: inout Int, from large: inout ArraySlice<UInt8>, _ name: String
    ) throws(TorchError) {
        guard field == 0xFFFF_FFFF else { return }
        guard large.count >= 8, let value = Array(large.prefix(8)).little64(0) else {
            throw failure("lacks its 64-bit size", name)
        }
        field = value
        large = large.dropFirst(8)
    }

    /// The values of the extra field 1: full size, stored size, offset; each only if needed.
    private static func largeFields(_ extra: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = extra
        while rest.count >= 4 {
            let head = Array(rest.prefix(4))
            let body = rest.dropFirst(4)
            guard head.little16(2) <= body.count else { return [] }
            if head.little16(0) == 1 { return body.prefix(head.little16(2)) }
            rest = body.dropFirst(head.little16(2))
        }
        return []
    }

    /// The records without the folder that all of them must share; repeated names are refused.
    func withoutRootFolder() throws(TorchError) -> [TorchZip.Record] {
        var root: Substring?
        var seen: Set<String> = []
        var records = named
        for index in records.indices {
            let parts = records[index].name.split(
                separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, root == nil || root == parts[0] else {
                throw failure("is not inside the archive's one folder", records[index].name)
            }
            root = parts[0]
            records[index].name = String(parts[1])
            guard seen.insert(records[index].name).inserted else {
                throw failure("occurs twice", records[index].name)
            }
        }
        return records
    }
}
