/// At most 16 rectangles of camera pixels, in memory of its own.
public struct RegionList: Sendable {
    /// The most rectangles.
    public static let capacity = 16

    /// The number of rectangles.
    public private(set) var count = 0
    private var regions = [16 of Region](repeating: Region(x: 0, y: 0, width: 0, height: 0))

    /// An empty list.
    public init() {}

    /// The indices of the rectangles.
    public var indices: Range<Int> { 0..<count }

    /// One rectangle.
    public subscript(index: Int) -> Region {
        precondition(indices.contains(index), "an index of the list")
        return regions[index]
    }

    /// Puts a rectangle in its place and lets the last one go when the list was full.
    mutating func insert(_ region: Region, at index: Int) {
        precondition((0...count).contains(index), "a place in the list")
        guard index < Self.capacity else { return }
        count = min(count + 1, Self.capacity)
        var place = count - 1
        while place > index {
            regions[place] = regions[place - 1]
            place -= 1
        }
        regions[index] = region
    }
}
