/// The few calls that are answered, and what becomes of all others.
extension PickleReader {
    /// The value that a call of `name` stands for; nothing is ever looked up or executed.
    mutating func answer(_ name: String, _ arguments: [PickleValue]) throws(TorchError)
        -> PickleValue
    {
        switch name {
            case "collections OrderedDict" where arguments.isEmpty: newDictionary()
            case "torch._utils _rebuild_tensor_v2", "torch._utils _rebuild_tensor":
                try tensor(arguments)
            case "torch._utils _rebuild_parameter": try parameter(arguments)
            case "torch Size": try size(arguments)
            default: try opaque(name)
        }
    }

    /// A stand-in for an object that only its own program understands.
    ///
    /// - Throws: In strict mode, with the name in the message.
    func opaque(_ name: String) throws(TorchError) -> PickleValue {
        let dotted = name.replacing(" ", with: ".")
        if mode == .lenient { return .opaque(dotted) }
        throw .call(file: file, offset: instruction, name: dotted)
    }

    /// BINPERSID: ('storage', type, key, location, count); the location says which GPU: ignored.
    func storage(_ identifier: PickleValue) throws(TorchError) -> PickleValue {
        guard case .tuple(let index) = identifier, heap.tuples[index].count == 5,
            heap.tuples[index][0] == .text("storage"),
            case .global(let type) = heap.tuples[index][1],
            case .text(let key) = heap.tuples[index][2],
            case .text = heap.tuples[index][3],
            case .integer(let count) = heap.tuples[index][4]
        else { throw failure("a reference that is not to a storage") }
        guard let format = TorchFormat(rawValue: type) else {
            if mode == .lenient { return .opaque(type) }
            throw failure("numbers of the type \(type) are not known")
        }
        guard (1...12).contains(key.utf8.count), key.utf8.allSatisfy({ (48...57).contains($0) })
        else { throw failure("a storage named \"\(key)\" instead of a number") }
        guard count >= 0, count <= TorchLimits.storageBytes / format.width else {
            throw failure("a storage of \(count) numbers")
        }
        return .storage(TorchStorage(format: format, key: key, count: count))
    }

    /// (storage, offset, size, stride, requires_grad, hooks [, metadata]).
    private func tensor(_ arguments: [PickleValue]) throws(TorchError) -> PickleValue {
        if case .opaque(let name)? = arguments.first { return .opaque(name) }
        guard arguments.count >= 4, case .storage(let storage) = arguments[0],
            case .integer(let offset) = arguments[1]
        else { throw failure("a tensor whose parts are not a tensor's") }
        let sizes = try integers(arguments[2], "size")
        let strides = try integers(arguments[3], "stride")
        guard sizes.count == strides.count, sizes.count <= TorchLimits.rank else {
            throw failure("a tensor of \(sizes.count) sizes and \(strides.count) strides")
        }
        guard offset >= 0, let count = Self.product(sizes),
            let last = Self.lastPlace(offset, sizes, strides)
        else { throw failure("a tensor of size \(sizes) with strides \(strides) from \(offset)") }
        guard count == 0 || last < storage.count else {
            throw failure(
                "a tensor of size \(sizes) reaches number \(last) of a storage of \(storage.count)")
        }
        guard count <= storage.count else {
            throw failure(
                "a tensor of \(count) elements repeats a storage of \(storage.count) numbers "
                    + "(call .contiguous() on it before saving)")
        }
        // A stride that is never walked may be any number; kept, it could overflow a sum.
        let walked = zip(sizes, strides).map { size, stride in size > 1 ? stride : 0 }
        return .tensor(
            TorchView(
                storage: storage, offset: offset, sizes: sizes, strides: walked, count: count))
    }

    /// (tensor, requires_grad, hooks).
    private func parameter(_ arguments: [PickleValue]) throws(TorchError) -> PickleValue {
        switch arguments.first {
            case .tensor(let view)?: return .tensor(view)
            case .opaque(let name)?: return .opaque(name)
            default: throw failure("a parameter without its tensor")
        }
    }

    /// (tuple of sizes).
    private func size(_ arguments: [PickleValue]) throws(TorchError) -> PickleValue {
        guard arguments.count == 1 else { throw failure("a size of \(arguments.count) parts") }
        _ = try integers(arguments[0], "size")
        return arguments[0]
    }

    private func integers(_ value: PickleValue, _ what: String) throws(TorchError) -> [Int] {
        guard case .tuple(let index) = value else { throw failure("a \(what) that is no tuple") }
        var numbers: [Int] = []
        for item in heap.tuples[index] {
            guard case .integer(let number) = item, number >= 0 else {
                throw failure("a \(what) that is not made of whole numbers from 0 on")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// The product, or `nil` when it is more than any file may hold.
    private static func product(_ sizes: [Int]) -> Int? {
        if sizes.contains(0) { return 0 }
        var product = 1
        for size in sizes {
            let (value, overflow) = product.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            product = value
        }
        return product
    }

    /// The place of the element with the highest place, or `nil` when it overflows.
    private static func lastPlace(_ offset: Int, _ sizes: [Int], _ strides: [Int]) -> Int? {
        var last = offset
        for (size, stride) in zip(sizes, strides) where size > 1 {
            let (step, overflow) = (size - 1).multipliedReportingOverflow(by: stride)
            let (sum, carried) = last.addingReportingOverflow(step)
            if overflow || carried { return nil }
            last = sum
        }
        return last
    }
}
