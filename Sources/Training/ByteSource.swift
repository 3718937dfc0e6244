import Foundation

/// Bytes that are read piece by piece: a regular file, or an array in tests.
struct ByteSource {
    /// The name used in messages.
    let file: String
    /// All bytes there are.
    let count: Int
    private let origin: Origin

    private enum Origin {
        case memory([UInt8])
        case handle(FileHandle)
    }

    /// Bytes that are already here.
    init(_ bytes: [UInt8], file: String) {
        self.file = file
        count = bytes.count
        origin = .memory(bytes)
    }

    /// Opens a regular file; devices, pipes and folders are refused, for they may never end.
    init(path: String) throws(TorchError) {
        file = path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(path))
        else { throw .unreadable(file: path, reason: "there is no such file, or it is hidden") }
        guard attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? NSNumber
        else { throw .unreadable(file: path, reason: "is not a regular file") }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(file: path, reason: "may not be read by this user")
        }
        count = size.intValue
        origin = .handle(handle)
    }

    /// Reads exactly `length` bytes from `offset`.
    ///
    /// - Throws: `.unreadable` when the range does not lie inside, or the disk refuses.
    func read(at offset: Int, _ length: Int) throws(TorchError) -> [UInt8] {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
            throw .unreadable(file: file, reason: "ends before byte \(offset) + \(length)")
        }
        switch origin {
            case .memory(let bytes): return Array(bytes[offset..<offset + length])
            case .handle(let handle): return try read(handle, at: offset, length)
        }
    }

    private func read(
        _ handle: FileHandle, at offset: Int, _ length: Int
    ) throws(TorchError) -> [UInt8] {
        do {
            try handle.seek(toOffset: UInt64(offset))
            var bytes: [UInt8] = []
            bytes.reserveCapacity(length)
            while bytes.count < length,
                let piece = try handle.read(upToCount: length - bytes.count),
                !piece.isEmpty
            {
                bytes.append(contentsOf: piece)
            }
            if bytes.count == length { return bytes }
        } catch {
            throw .unreadable(file: file, reason: "cannot be read at byte \(offset): \(error)")
        }
        throw .unreadable(file: file, reason: "became shorter while it was read")
    }
}

/// The path behind symbolic links, because a link's own attributes say nothing of its file.
private func resolved(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
}

extension Array where Element == UInt8 {
    /// The two bytes at `offset`, lowest first; the caller has checked the range.
    func little16(_ offset: Int) -> Int { Int(self[offset]) | Int(self[offset + 1]) << 8 }

    /// The four bytes at `offset`, lowest first; the caller has checked the range.
    func little32(_ offset: Int) -> Int { little16(offset) | little16(offset + 2) << 16 }

    /// The eight bytes at `offset`, lowest first; `nil` above what an `Int` holds.
    func little64(_ offset: Int) -> Int? {
        self[offset + 7] < 0x80 ? little32(offset) | little32(offset + 4) << 32 : nil
    }
}
