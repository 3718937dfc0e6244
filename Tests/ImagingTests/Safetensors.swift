import Foundation
import Testing

/// The 8-bit tensors of a safetensors file, for fixtures that are known to be sound.
struct Safetensors {
    private let bytes: Data
    private let header: [String: [String: Any]]

    init(_ url: URL) throws {
        bytes = try Data(contentsOf: url)
        let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let json = try JSONSerialization.jsonObject(with: bytes[8..<8 + length])
        header = try #require(json as? [String: [String: Any]])
        data = 8 + length
    }

    private let data: Int

    subscript(name: String) -> [UInt8]? {
        guard let entry = header[name], entry["dtype"] as? String == "U8",
            let offsets = entry["data_offsets"] as? [Int]
        else { return nil }
        return Array(bytes[data + offsets[0]..<data + offsets[1]])
    }
}
