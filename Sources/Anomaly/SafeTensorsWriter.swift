/// Collects tensors and lays them out as a safetensors file.
public struct SafeTensorsWriter {
    private var tensors: [(name: String, type: ElementType, shape: [Int], bytes: [UInt8])] = []
    private let metadata: [(key: String, value: String)]

    /// Begins a file.
    ///
    /// - Parameter metadata: The texts of `__metadata__`, in the order in which they are written.
    public init(metadata: [(key: String, value: String)]) {
        self.metadata = metadata
    }

    /// Adds float32 values.
    public mutating func add(_ name: String, shape: [Int], _ values: [Float]) {
        add(name, .f32, shape, encoded(values))
    }

    /// Adds float32 values as float16, each rounded to the nearest.
    public mutating func addHalves(_ name: String, shape: [Int], _ values: [Float]) {
        add(name, .f16, shape, encoded(values.map { Float16($0).bitPattern }))
    }

    /// Adds float64 values.
    public mutating func add(_ name: String, shape: [Int], _ values: [Double]) {
        add(name, .f64, shape, encoded(values))
    }

    /// Adds bytes.
    public mutating func add(_ name: String, shape: [Int], _ values: [UInt8]) {
        add(name, .u8, shape, values)
    }

    private mutating func add(
        _ name: String, _ type: ElementType, _ shape: [Int], _ bytes: [UInt8]
    ) {
        precondition(
            shape.reduce(type.size, *) == bytes.count, "a tensor's values must fill its shape")
        precondition(!tensors.contains { $0.name == name }, "two tensors of one name")
        tensors.append((name, type, shape, bytes))
    }

    /// The whole file, with the digests of texts and tensors.
    ///
    /// Widest elements first and the header filled up with spaces to eight bytes, so that every
    /// tensor lies aligned, as the format recommends.
    public func encodedFile() -> [UInt8] {
        let order = tensors.sorted { ($1.type.size, $0.name) < ($0.type.size, $1.name) }
        var header = "{\"__metadata__\":{"
        let digests =
            [SafeTensors.digest(of: metadata)] + order.map { SafeTensors.digest(of: $0.bytes.span) }
        let texts = metadata + [(SafeTensors.digestsKey, digests.joined(separator: " "))]
        header += texts.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
            .joined(separator: ",")
        header += "}"
        var offset = 0
        for tensor in order {
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            header += ",\(Self.quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\","
            header +=
                "\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(offset + tensor.bytes.count)]}"
            offset += tensor.bytes.count
        }
        header += "}"
        header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
        var file = encoded([UInt64(header.utf8.count)])
        file.reserveCapacity(8 + header.utf8.count + offset)
        file.append(contentsOf: header.utf8)
        for tensor in order { file.append(contentsOf: tensor.bytes) }
        return file
    }

    /// `text` as a JSON text.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
                case "\"", "\\": quoted += "\\\(scalar)"
                default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
