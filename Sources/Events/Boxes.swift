/// The boxes of one picture, at most `capacity`, stored in place.
public struct Boxes: Sendable {
    /// The boxes that fit.
    public static let capacity = 16
    private var boxes = InlineArray<16, Box>(repeating: Box(x: 0, y: 0, width: 0, height: 0))
    /// The boxes in use.
    public private(set) var count = 0

    /// Creates no boxes.
    public init() {}

    /// Adds a box, or answers `false` when there is no room.
    ///
    /// Add the largest first: those that do not fit are not told.
    @discardableResult public mutating func append(_ box: Box) -> Bool {
        guard count < Self.capacity else { return false }
        boxes[count] = box
        count += 1
        return true
    }

    /// The box at `index`, which is below `count`.
    public subscript(index: Int) -> Box {
        precondition(index < count, "box \(index) of \(count)")
        return boxes[index]
    }
}

extension Boxes: Equatable {
    /// Whether both hold the same boxes in the same order.
    public static func == (a: Boxes, b: Boxes) -> Bool {
        a.count == b.count && (0..<a.count).allSatisfy { a[$0] == b[$0] }
    }
}
