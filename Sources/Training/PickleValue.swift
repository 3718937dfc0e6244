/// A value on the stack of a pickle.
///
/// Containers are numbers into `PickleHeap`, so that a description in which containers hold each
/// other, however deep or in a circle, can neither overflow the stack nor leak when it is freed.
enum PickleValue: Equatable {
    case none
    case bool(Bool)
    case integer(Int)
    case real(Double)
    case text(String)
    /// A name that Python would look up; here it stays a name.
    case global(String)
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    case storage(TorchStorage)
    case tensor(TorchView)
    /// Something that only its own program understands.
    case opaque(String)

    /// The word for messages.
    var kind: String {
        switch self {
            case .none: "None"
            case .bool: "a truth value"
            case .integer, .real: "a number"
            case .text: "a string"
            case .global(let name): "the name \(name)"
            case .tuple: "a tuple"
            case .list: "a list"
            case .dictionary: "a dictionary"
            case .storage: "a storage"
            case .tensor: "a tensor"
            case .opaque(let name): "an object of \(name)"
        }
    }
}

/// The containers of a pickle.
struct PickleHeap {
    /// A dictionary in the order it was filled.
    struct Dictionary {
        var keys: [PickleKey] = []
        var values: [PickleValue] = []
        var places: [PickleKey: Int] = [:]
    }

    var tuples: [[PickleValue]] = []
    var lists: [[PickleValue]] = []
    var dictionaries: [Dictionary] = []
}

/// What a dictionary may be asked for.
enum PickleKey: Hashable {
    case text(String)
    case integer(Int)

    /// The key as it stands in messages and in the finished tree.
    var name: String {
        switch self {
            case .text(let text): text
            case .integer(let number): String(number)
        }
    }
}

/// The numbers of one or more tensors, as a record of the archive.
struct TorchStorage: Equatable {
    /// The number format.
    var format: TorchFormat
    /// The record `data/KEY`.
    var key: String
    /// How many numbers it holds.
    var count: Int
}

/// A tensor as a way to walk over a storage: nothing has been read yet.
struct TorchView: Equatable {
    var storage: TorchStorage
    /// The number of the first element.
    var offset: Int
    /// The shape, outermost first; empty for a scalar.
    var sizes: [Int]
    /// How far to go in the storage for one step along each dimension.
    var strides: [Int]
    /// The product of `sizes`.
    var count: Int
}

/// The number formats of PyTorch's storages.
enum TorchFormat: String {
    case float32 = "torch FloatStorage"
    case float64 = "torch DoubleStorage"
    case float16 = "torch HalfStorage"
    case bfloat16 = "torch BFloat16Storage"
    case int64 = "torch LongStorage"
    case int32 = "torch IntStorage"
    case int16 = "torch ShortStorage"
    case int8 = "torch CharStorage"
    case uint8 = "torch ByteStorage"
    case bool = "torch BoolStorage"

    /// Bytes of one number.
    var width: Int {
        switch self {
            case .float64, .int64: 8
            case .float32, .int32: 4
            case .float16, .bfloat16, .int16: 2
            case .int8, .uint8, .bool: 1
        }
    }
}
