/// The container of `torch.save`: a zip archive whose records are stored as they are.
///
/// Only the directory is read at first; a record's bytes are read when asked for. Everything the
/// directory says is checked against the file before it is believed: ranges, names, overlaps and
/// the local headers. Compressed and encrypted records are refused, so that no small file becomes
/// a large one.
struct TorchZip {
    /// One record of the archive.
    struct Record: Equatable {
        /// The name without the archive's root folder: `data.pkl`, `data/0`, `version`.
        var name: String
        /// Where the local header starts.
        var header: Int
        /// Where the bytes start; 0 until the local header was read.
        var payload = 0
        /// How many bytes there are.
        var count: Int
        /// The checksum that the directory states.
        var checksum: UInt32
        /// The flags of the directory: bit 3 says that a descriptor follows the bytes.
        var flags: Int
    }

    let source: ByteSource
    private(set) var records: [String: Record] = [:]
    /// Records whose bytes do not have the stated checksum; PyTorch can be told to write none.
    private(set) var warnings: [String] = []

    /// Reads and checks the directory.
    init(_ source: ByteSource) throws(TorchError) {
        self.source = source
        let head = try source.read(at: 0, min(16, source.count))
        if let kind = ForeignFile(head: head, file: source.file) {
            throw .foreign(file: source.file, kind: kind)
        }
        var directory = try TorchZipDirectory(source)
        try directory.readRecords()
        var found = try directory.withoutRootFolder()
        try Self.locate(&found, in: source, before: directory.start)
        for record in found { records[record.name] = record }
        try checkProfile()
    }

    /// The bytes of a record; a wrong checksum is noted in `warnings`.
    ///
    /// - Throws: `.archive` when there is no such record or it is larger than `limit`.
    mutating func read(_ name: String, limit: Int) throws(TorchError) -> [UInt8] {
        guard let record = records[name] else { throw failure(name, "is missing") }
        guard record.count <= limit else {
            throw failure(name, "has \(record.count) bytes, more than the \(limit) allowed")
        }
        let bytes = try source.read(at: record.payload, record.count)
        if CRC32.checksum(bytes) != record.checksum {
            warnings.append("\(source.file): record \(name): the checksum is wrong")
        }
        return bytes
    }

    private func failure(_ record: String, _ problem: String) -> TorchError {
        .archive(file: source.file, record: record, problem: problem)
    }

    /// Refuses compiled programs and foreign byte orders; demands the description of the tensors.
    private mutating func checkProfile() throws(TorchError) {
        if records["constants.pkl"] != nil
            || records.keys.contains(where: { $0.hasPrefix("code/") })
        {
            throw .foreign(file: source.file, kind: .torchScript)
        }
        guard records["data.pkl"] != nil else {
            throw failure("data.pkl", "is missing: this zip archive was not written by torch.save")
        }
        guard records["byteorder"] != nil else { return }
        let order = String(decoding: try read("byteorder", limit: 64), as: UTF8.self)
        if order == "big" { throw .foreign(file: source.file, kind: .bigEndian) }
        guard order == "little" else { throw failure("byteorder", "says neither little nor big") }
    }

    // MARK: Local headers

    /// Finds where each record's bytes start, and refuses records that overlap.
    private static func locate(
        _ records: inout [Record], in source: ByteSource, before limit: Int
    ) throws(TorchError) {
        records.sort { $0.header < $1.header }
        for index in records.indices {
            let end = index + 1 < records.count ? records[index + 1].header : limit
            try locate(&records[index], in: source, before: end)
        }
    }

    private static func locate(
        _ record: inout Record, in source: ByteSource, before limit: Int
    ) throws(TorchError) {
        func failure(_ problem: String) -> TorchError {
            .archive(file: source.file, record: record.name, problem: problem)
        }
        guard limit - record.header >= 30 else { throw failure("overlaps another record") }
        let local = try source.read(at: record.header, 30)
        guard local.little32(0) == 0x0403_4B50 else { throw failure("has no local header") }
        guard local.little16(8) == 0 else { throw failure("is compressed") }
        let nameCount = local.little16(26)
        record.payload = record.header + 30 + nameCount + local.little16(28)
        guard record.payload <= limit, record.count <= limit - record.payload else {
            throw failure("overlaps another record")
        }
        let name = try source.read(at: record.header + 30, nameCount)
        guard String(decoding: name, as: UTF8.self).hasSuffix(record.name) else {
            throw failure("has another name in its local header")
        }
        if record.flags & 8 == 0 {
            guard local.little32(22) == record.count || local.little32(22) == 0xFFFF_FFFF else {
                throw failure("has another size in its local header")
            }
        } else {
            try checkDescriptor(of: record, in: source, before: limit)
        }
    }

    /// Compares the descriptor behind the bytes, where it carries its mark, with the directory.
    private static func checkDescriptor(
        of record: Record, in source: ByteSource, before limit: Int
    ) throws(TorchError) {
        let start = record.payload + record.count
        guard limit - start >= 16 else { return }
        let bytes = try source.read(at: start, 16)
        guard bytes.little32(0) == 0x0807_4B50 else { return }
        guard bytes.little32(4) == Int(record.checksum),
            bytes.little32(8) == record.count & 0xFFFF_FFFF
        else {
            throw .archive(
                file: source.file, record: record.name,
                problem: "has a descriptor that disagrees with the directory")
        }
    }
}
