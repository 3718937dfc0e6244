import Anomaly
import Testing

@Suite struct NetworkTableTests {
    @Test(arguments: [
        ("s", ["teacher": 2_694_144, "student": 4_267_392, "autoencoder": 1_096_320]),
        ("m", ["teacher": 8_026_624, "student": 11_615_488, "autoencoder": 1_096_320]),
    ])
    func `the published numbers of parameters come out`(
        size: String, published: [String: Int]
    ) throws {
        let tensors = formulaTensors(size)
        for network in NetworkName.allCases {
            let count = tensors.filter { $0.key.hasPrefix(network.rawValue + ".") }
                .reduce(0) { $0 + $1.value.values.count }
            #expect(count == published[network.rawValue])
        }
        let weights = NetworkWeights(
            tensors: tensors, teacherMean: Array(repeating: 0, count: 384),
            teacherDeviation: Array(repeating: 1, count: 384))
        try weights.check(file: size)
        #expect(weights.size.rawValue == size)
        #expect(weights.channels == 384)
    }

    @Test func `a network of another depth is unknown`() {
        #expect(NetworkTable.layers(of: .teacher, convolutions: 5) == nil)
        #expect(NetworkTable.layers(of: .student, convolutions: 0) == nil)
    }

    @Test func `the names are those of the published state dictionaries`() {
        let names = NetworkTable.layers(of: .autoencoder, convolutions: 0)?.map(\.weightName) ?? []
        #expect(names.first == "autoencoder.encoder.enconv1.weight")
        #expect(names.last == "autoencoder.decoder.deconv8.weight")
        #expect(names.count == 14)
        #expect(
            NetworkTable.layers(of: .student, convolutions: 6)?.last?.biasName
                == "student.conv6.bias")
    }
}
