import Foundation

/// Where the tests' PyTorch files lie.
enum Fixtures {
    static let torch = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/torch").standardized

    /// The path of a fixture.
    static func path(_ name: String) -> String {
        torch.appending(path: name).path(percentEncoded: false)
    }

    /// The bytes of a fixture.
    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: torch.appending(path: name)))
    }
}

/// Numbers that look random and are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
