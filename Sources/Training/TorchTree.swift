import Anomaly

/// Turns the values of a pickle into a finished tree and reads the tensors in it.
struct TorchTree {
    private(set) var zip: TorchZip
    private let heap: PickleHeap
    private var storages: [String: [UInt8]] = [:]
    private var elements = 0
    private var values = 0

    private let mode: TorchCheckpoint.Mode

    init(zip: TorchZip, heap: PickleHeap, mode: TorchCheckpoint.Mode) {
        self.zip = zip
        self.heap = heap
        self.mode = mode
    }

    private var file: String { zip.source.file }

    /// The whole tree under `value`.
    ///
    /// - Parameters:
    ///   - value: A value of the pickle.
    ///   - path: The keys that lead to it, for messages.
    /// - Returns: The tree, every tensor in it read.
    /// - Throws: What is wrong with the tensors or their storages.
    mutating func value(_ value: PickleValue, _ path: [String] = []) throws(TorchError)
        -> TorchValue
    {
        values += 1
        guard values <= TorchLimits.values, path.count <= TorchLimits.depth else {
            throw .tensor(
                file: file, name: name(path),
                problem: "lies in containers that are too many or too deep in each other")
        }
        switch value {
            case .dictionary(let index): return try dictionary(index, path)
            case .list(let index): return try list(heap.lists[index], path)
            case .tuple(let index): return try list(heap.tuples[index], path)
            case .tensor(let view): return .tensor(try tensor(view, name(path)))
            default: return scalar(value)
        }
    }

    /// A checkpoint of Lightning: scalars and the tensors of `state_dict`, all else unread.
    mutating func checkpoint(_ value: PickleValue) throws(TorchError) -> TorchValue {
        guard case .dictionary(let index) = value else { return scalar(value) }
        var entries: [String: TorchValue] = [:]
        let dictionary = heap.dictionaries[index]
        for (key, item) in items(dictionary) {
            if key == "state_dict" {
                entries[key] = try self.value(item, [key])
            } else {
                entries[key] = scalar(item)
            }
        }
        return .dictionary(entries)
    }

    private func items(_ dictionary: PickleHeap.Dictionary) -> [(String, PickleValue)] {
        Array(Swift.zip(dictionary.keys.map(\.name), dictionary.values))
    }

    private mutating func dictionary(_ index: Int, _ path: [String]) throws(TorchError)
        -> TorchValue
    {
        var entries: [String: TorchValue] = [:]
        for (key, item) in items(heap.dictionaries[index]) {
            entries[key] = try value(item, path + [key])
        }
        return .dictionary(entries)
    }

    private mutating func list(
        _ items: [PickleValue], _ path: [String]
    ) throws(TorchError) -> TorchValue {
        var list: [TorchValue] = []
        for (index, item) in items.enumerated() {
            list.append(try value(item, path + [String(index)]))
        }
        return .list(list)
    }

    private func scalar(_ value: PickleValue) -> TorchValue {
        switch value {
            case .none: .none
            case .bool(let bool): .bool(bool)
            case .integer(let number): .number(Double(number))
            case .real(let number): .number(number)
            case .text(let text): .text(text)
            default: .opaque(value.kind)
        }
    }

    private func name(_ path: [String]) -> String {
        path.isEmpty ? "(the only one)" : path.joined(separator: ".")
    }

    // MARK: Tensors

    private mutating func tensor(_ view: TorchView, _ name: String) throws(TorchError)
        -> Tensor
    {
        elements += view.count
        guard elements <= TorchLimits.elements else {
            throw .tensor(
                file: file, name: name,
                problem: "the tensors have more than \(TorchLimits.elements) elements together")
        }
        let bytes = try storage(view.storage, name)
        var numbers = [Float](repeating: 0, count: view.count)
        TorchNumbers.gather(view, from: bytes, into: &numbers)
        if mode == .strict, let place = numbers.firstIndex(where: { !$0.isFinite }) {
            throw .tensor(
                file: file, name: name, problem: "element \(place) is \(numbers[place])")
        }
        return Tensor(shape: view.sizes, values: numbers)
    }

    /// The bytes of a storage, read once.
    private mutating func storage(
        _ storage: TorchStorage, _ name: String
    ) throws(TorchError) -> [UInt8] {
        let bytes: [UInt8]
        if let known = storages[storage.key] {
            bytes = known
        } else {
            bytes = try zip.read("data/\(storage.key)", limit: TorchLimits.storageBytes)
            storages[storage.key] = bytes
        }
        guard bytes.count == storage.count * storage.format.width else {
            throw .tensor(
                file: file, name: name,
                problem: "its storage \(storage.key) has \(bytes.count) bytes instead of "
                    + "\(storage.count * storage.format.width)")
        }
        return bytes
    }
}
