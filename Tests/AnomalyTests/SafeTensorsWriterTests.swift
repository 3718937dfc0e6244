import Anomaly
import Testing

@Suite struct SafeTensorsWriterTests {
    @Test func `what is written is read again, each tensor aligned`() throws {
        var writer = SafeTensorsWriter(metadata: [("key", "a \"quoted\" \\ text µ")])
        writer.add("bytes", shape: [3], [UInt8](arrayLiteral: 1, 2, 3))
        writer.add("floats", shape: [1, 3], [Float](arrayLiteral: 1.5, -2, .leastNonzeroMagnitude))
        writer.add("doubles", shape: [], [Double.pi])
        let bytes = writer.encodedFile()
        let file = try SafeTensors(bytes, file: "test")
        #expect(file.metadata["key"] == "a \"quoted\" \\ text µ")
        let digests = file.metadata["tensor_digests"]?.split(separator: " ")
        #expect(digests?.last == "039058c6f2c0cb49" && digests?.count == 4)
        #expect(try file.bytes("bytes") == [1, 2, 3])
        #expect(try file.floats("floats") == [1.5, -2, .leastNonzeroMagnitude])
        #expect(try file.doubles("doubles") == [.pi])
        let header = bytes.count - file.tensors.values.reduce(0) { $0 + $1.range.count }
        #expect(header.isMultiple(of: 8))
        for tensor in file.tensors.values {
            #expect(tensor.range.lowerBound.isMultiple(of: tensor.type.size))
        }
    }

    @Test func `values that do not fill their shape trap`() async {
        await #expect(processExitsWith: .failure) {
            var writer = SafeTensorsWriter(metadata: [])
            writer.add("t", shape: [2, 2], [Float](repeating: 0, count: 3))
        }
    }
}
