/// What a setting holds, in the few shapes that there are.
enum Value: Sendable, Equatable {
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case duration(Duration)
    case list([Int])
    case controls([Settings.Control])
}

/// A Swift type that a setting can have.
protocol ValueConvertible: Sendable {
    /// Takes the value; `nil` when it has another shape.
    init?(_ value: Value)
    /// The value as one of the shapes.
    var value: Value { get }
}

extension Bool: ValueConvertible {
    init?(_ value: Value) {
        guard case .flag(let flag) = value else { return nil }
        self = flag
    }
    var value: Value { .flag(self) }
}

extension Int: ValueConvertible {
    init?(_ value: Value) {
        guard case .integer(let integer) = value else { return nil }
        self = integer
    }
    var value: Value { .integer(self) }
}

extension Double: ValueConvertible {
    init?(_ value: Value) {
        guard case .number(let number) = value else { return nil }
        self = number
    }
    var value: Value { .number(self) }
}

extension String: ValueConvertible {
    init?(_ value: Value) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
    var value: Value { .text(self) }
}

extension Duration: ValueConvertible {
    init?(_ value: Value) {
        guard case .duration(let duration) = value else { return nil }
        self = duration
    }
    var value: Value { .duration(self) }
}

extension Settings.Precision: ValueConvertible {
    init?(_ value: Value) {
        guard case .text(let name) = value else { return nil }
        self.init(rawValue: name)
    }
    var value: Value { .text(rawValue) }
}

extension Settings.Size: ValueConvertible {
    init?(_ value: Value) {
        guard case .list(let list) = value, list.count == 2 else { return nil }
        self.init(width: list[0], height: list[1])
    }
    var value: Value { .list([width, height]) }
}

extension Settings.Region: ValueConvertible {
    init?(_ value: Value) {
        guard case .list(let list) = value, list.count == 4 else { return nil }
        self.init(x: list[0], y: list[1], width: list[2], height: list[3])
    }
    var value: Value { .list([x, y, width, height]) }
}

extension [Settings.Control]: ValueConvertible {
    init?(_ value: Value) {
        guard case .controls(let controls) = value else { return nil }
        self = controls
    }
    var value: Value { .controls(self) }
}
