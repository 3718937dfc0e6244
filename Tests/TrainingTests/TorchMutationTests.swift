import Testing

@testable import Training

/// Damaged copies of good files: each is read or refused, and the process lives.
@Suite struct TorchMutationTests {
    static let small = ["good_strides.pt", "puad/s_size/set/product/quantile.pt"]

    @Test(arguments: small)
    func `a file cut off anywhere is refused`(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        for count in 0..<bytes.count {
            #expect(throws: TorchError.self) {
                try TorchCheckpoint.read(bytes: Array(bytes.prefix(count)), file: name)
            }
        }
    }

    @Test(arguments: small, [0x01, 0x80, 0xFF] as [UInt8])
    func `a file with any byte changed is read or refused`(name: String, mask: UInt8) throws {
        var bytes = try Fixtures.bytes(name)
        var refused = 0
        for place in bytes.indices {
            bytes[place] ^= mask
            refused += readBothWays(bytes) ? 0 : 1
            bytes[place] ^= mask
        }
        #expect(refused > 100)
    }

    @Test func `the description of a checkpoint may be damaged in many places`() throws {
        let good = try Fixtures.bytes("lightning.ckpt")
        var random = SeededNumbers(seed: 1)
        for _ in 0..<500 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                // The description is the first record.
                let place = Int.random(in: 0..<7500, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            _ = readBothWays(bytes)
        }
    }

    @Test func `a description made of random instructions is read or refused`() {
        let codes: [UInt8] =
            Array("c(t}])QRbsuaeqrhjXJKMNG.".utf8) + [0x80, 0x81, 0x85, 0x86, 0x8A]
        var random = SeededNumbers(seed: 2)
        for _ in 0..<5000 {
            var pickle: [UInt8] = [0x80, 2]
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                pickle.append(codes.randomElement(using: &random) ?? 0)
                if Bool.random(using: &random) {
                    pickle.append(UInt8.random(in: 0...3, using: &random))
                }
            }
            for mode in [PickleReader.Mode.strict, .lenient] {
                var reader = PickleReader(pickle, file: "x.pt", mode: mode)
                _ = try? reader.read()
            }
        }
    }

    private func readBothWays(_ bytes: [UInt8]) -> Bool {
        let strict = try? TorchCheckpoint.read(bytes: bytes, file: "x.pt")
        let lenient = try? TorchCheckpoint.read(bytes: bytes, file: "x.pt", mode: .lenient)
        return strict != nil || lenient != nil
    }
}
