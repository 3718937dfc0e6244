/// Reads the description of the tensors, `data.pkl`, without executing any of it.
///
/// A pickle is a program for a small stack machine. This machine knows the instructions that
/// PyTorch writes for tensors in containers, and no more: a name stays a name, and the only calls
/// it answers are those that build a tensor, a size or an ordered dictionary. Every index, length
/// and count is checked against a limit first.
///
/// - Source: the instruction set of Python's `pickle`, protocol 2.
struct PickleReader {
    /// How strange objects are met.
    enum Mode: Sendable {
        /// They are refused: state dicts, bare tensors and plain dictionaries have none.
        case strict
        /// They become `.opaque` values: Lightning's checkpoints are full of them.
        case lenient
    }

    let file: String
    let mode: Mode
    private let bytes: [UInt8]
    private var position = 0
    /// Where the current instruction starts, for messages.
    private(set) var instruction = 0
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    var heap = PickleHeap()

    /// Prepares to read `bytes`, the record `data.pkl` of `file`.
    init(_ bytes: [UInt8], file: String, mode: Mode) {
        self.bytes = bytes
        self.file = file
        self.mode = mode
    }

    /// Runs to the end and returns the one value that is left.
    mutating func read() throws(TorchError) -> PickleValue {
        for _ in 0..<TorchLimits.instructions {
            instruction = position
            if try step(try byte()) { return try finish() }
        }
        throw failure("more than \(TorchLimits.instructions) instructions")
    }

    /// The error for the current instruction.
    func failure(_ problem: String) -> TorchError {
        .pickle(file: file, offset: instruction, problem: problem)
    }

    private mutating func finish() throws(TorchError) -> PickleValue {
        guard position == bytes.count else { throw failure("bytes follow the end") }
        guard marks.isEmpty, stack.count == 1 else { throw failure("values are left at the end") }
        return stack[0]
    }

    // MARK: Instructions

    /// Executes one instruction; true when it was the last.
    private mutating func step(_ code: UInt8) throws(TorchError) -> Bool {
        switch code {
            case 0x80: try checkProtocol()
            case 0x2E: return true
            case 0x28: try mark()
            case 0x63, 0x58, 0x4A, 0x4B, 0x4D, 0x8A, 0x47, 0x88, 0x89, 0x4E: try literal(code)
            case 0x29, 0x5D, 0x7D, 0x74, 0x85, 0x86, 0x87: try container(code)
            case 0x71, 0x72, 0x68, 0x6A: try memo(code)
            case 0x73, 0x75, 0x61, 0x65: try fill(code)
            case 0x51: try push(try storage(try pop()))
            case 0x52: try call()
            case 0x62: try build()
            case 0x81: try newObject()
            case 0x30 where mode == .lenient: _ = try pop()
            case 0x31 where mode == .lenient: _ = try popToMark()
            default: throw unknown(code)
        }
        return false
    }

    private func unknown(_ code: UInt8) -> TorchError {
        failure("instruction 0x\(String(code, radix: 16)) is not one that tensors need")
    }

    private mutating func checkProtocol() throws(TorchError) {
        let version = try byte()
        guard version == 2 else {
            throw failure(
                "pickle protocol \(version) instead of 2 (torch.save's default, pickle_protocol=2)")
        }
    }

    private mutating func literal(_ code: UInt8) throws(TorchError) {
        switch code {
            case 0x63: try push(.global(try line() + " " + line()))
            case 0x58: try push(.text(try text()))
            case 0x4A: try push(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
            case 0x4B: try push(.integer(try number(1)))
            case 0x4D: try push(.integer(try number(2)))
            case 0x8A: try push(try long())
            case 0x47: try push(.real(try real()))
            case 0x88: try push(.bool(true))
            case 0x89: try push(.bool(false))
            default: try push(.none)
        }
    }

    private mutating func container(_ code: UInt8) throws(TorchError) {
        switch code {
            case 0x5D:
                heap.lists.append([])
                try push(.list(heap.lists.count - 1))
            case 0x7D: try push(newDictionary())
            case 0x29: try push(newTuple([]))
            case 0x74: try push(newTuple(try popToMark()))
            default:
                var items: [PickleValue] = []
                for _ in 0..<Int(code) - 0x84 { items.append(try pop()) }
                try push(newTuple(items.reversed()))
        }
    }

    private mutating func memo(_ code: UInt8) throws(TorchError) {
        let index = try number(code == 0x71 || code == 0x68 ? 1 : 4)
        if code == 0x71 || code == 0x72 {
            let value = try pop()
            memo[index] = value
            try push(value)
        } else {
            guard let value = memo[index] else { throw failure("nothing is noted under \(index)") }
            try push(value)
        }
    }

    /// Puts items into the container below them.
    private mutating func fill(_ code: UInt8) throws(TorchError) {
        let items: [PickleValue]
        switch code {
            case 0x61: items = [try pop()]
            case 0x73:
                let value = try pop()
                items = [try pop(), value]
            default: items = try popToMark()
        }
        let target = try pop()
        try push(target)
        switch target {
            case .list(let index) where code == 0x61 || code == 0x65:
                heap.lists[index].append(contentsOf: items)
            case .dictionary(let index) where code == 0x73 || code == 0x75:
                guard items.count.isMultiple(of: 2) else { throw failure("a key without a value") }
                for place in stride(from: 0, to: items.count, by: 2) {
                    try insert(items[place], items[place + 1], into: index)
                }
            case .opaque where mode == .lenient: break
            default: throw failure("items are put into \(target.kind)")
        }
    }

    private mutating func insert(
        _ key: PickleValue, _ value: PickleValue, into index: Int
    ) throws(TorchError) {
        let name: PickleKey
        switch key {
            case .text(let text): name = .text(text)
            case .integer(let number): name = .integer(number)
            default:
                if mode == .lenient { return }
                throw failure("\(key.kind) is a dictionary's key")
        }
        if let place = heap.dictionaries[index].places[name] {
            if mode == .strict { throw failure("the key \(name.name) occurs twice") }
            heap.dictionaries[index].values[place] = value
            return
        }
        heap.dictionaries[index].places[name] = heap.dictionaries[index].keys.count
        heap.dictionaries[index].keys.append(name)
        heap.dictionaries[index].values.append(value)
    }

    /// BUILD sets an object's attributes: `_metadata` of a state dict, which nobody needs.
    private mutating func build() throws(TorchError) {
        _ = try pop()
        let target = try pop()
        switch target {
            case .dictionary: break
            case .opaque, .tensor: if mode == .strict { throw failure("sets attributes") }
            default: throw failure("sets attributes of \(target.kind)")
        }
        try push(target)
    }

    /// NEWOBJ makes an object of a class; no tensor needs it.
    private mutating func newObject() throws(TorchError) {
        guard case .global(let name)? = stack.dropLast().last else { throw unknown(0x81) }
        if mode == .strict {
            throw .wholeModule(
                file: file, offset: instruction, name: name.replacing(" ", with: "."))
        }
        _ = try pop()
        _ = try pop()
        try push(try opaque(name))
    }

    /// CALL: the answers stand in `answer`.
    private mutating func call() throws(TorchError) {
        let arguments = try pop()
        let target = try pop()
        guard case .tuple(let index) = arguments else {
            throw failure("calls with \(arguments.kind) instead of a tuple")
        }
        switch target {
            case .global(let name): try push(try answer(name, heap.tuples[index]))
            case .opaque(let name): try push(try opaque(name))
            default: throw failure("calls \(target.kind)")
        }
    }

    // MARK: Stack

    mutating func push(_ value: PickleValue) throws(TorchError) {
        guard stack.count < TorchLimits.stack else {
            throw failure("more than \(TorchLimits.stack) values on the stack")
        }
        stack.append(value)
    }

    private mutating func pop() throws(TorchError) -> PickleValue {
        guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
            throw failure("takes a value from an empty stack")
        }
        return value
    }

    private mutating func mark() throws(TorchError) {
        guard marks.count < TorchLimits.marks else {
            throw failure("more than \(TorchLimits.marks) open marks")
        }
        marks.append(stack.count)
    }

    private mutating func popToMark() throws(TorchError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw failure("closes a mark that was not set") }
        let items = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return items
    }

    mutating func newDictionary() -> PickleValue {
        heap.dictionaries.append(PickleHeap.Dictionary())
        return .dictionary(heap.dictionaries.count - 1)
    }

    private mutating func newTuple(_ items: [PickleValue]) -> PickleValue {
        heap.tuples.append(items)
        return .tuple(heap.tuples.count - 1)
    }

    // MARK: Bytes

    private mutating func take(_ count: Int) throws(TorchError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw failure("ends in an instruction") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func byte() throws(TorchError) -> UInt8 {
        guard position < bytes.count else { throw failure("ends without its stop instruction") }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func number(_ count: Int) throws(TorchError) -> Int {
        try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func text() throws(TorchError) -> String {
        let count = try number(4)
        guard let text = String(validating: try take(count), as: UTF8.self) else {
            throw failure("a string that is not UTF-8")
        }
        return text
    }

    private mutating func line() throws(TorchError) -> String {
        let rest = bytes[position...].prefix(TorchLimits.nameBytes)
        guard let end = rest.firstIndex(of: 0x0A),
            let text = String(validating: bytes[position..<end], as: UTF8.self)
        else { throw failure("a name without an end") }
        position = end + 1
        return text
    }

    private mutating func real() throws(TorchError) -> Double {
        Double(bitPattern: try take(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// LONG1: a whole number of up to 255 bytes, lowest first, in two's complement.
    private mutating func long() throws(TorchError) -> PickleValue {
        let count = try number(1)
        let bytes = try take(count)
        guard count <= 8 else {
            if mode == .lenient { return .opaque("int") }
            throw failure("a number of \(count) bytes")
        }
        var value = bytes.last.map { $0 & 0x80 == 0 ? 0 : -1 } ?? 0
        for byte in bytes.reversed() { value = value << 8 | Int(byte) }
        return .integer(value)
    }
}
