import Foundation
import Host

/// Small files with words and numbers: JSON that we or others wrote.
enum TextFile {
    /// The most bytes of one.
    private static let limit = 64 << 20

    /// The bytes of a file; `nil` when it cannot be read or is far too large.
    ///
    /// Not by Foundation, which leaks a buffer for an empty file.
    static func contents(of path: String) -> Data? {
        (try? FileSystem.read(path, limit: limit)).map { Data($0) }
    }
}
