/// A feature map of a plan: what one step writes and others read.
///
/// Its channels may be in parts that lie one after the other, such as what two networks make of the
/// same picture; a step can read or write one part or all of them.
public struct FeatureMap: Sendable, Equatable {
    /// Which map of the plan this is.
    let index: Int
    /// The block of channels in which the first part begins.
    let firstBlock: Int
    /// The channels of each part.
    public let parts: [Int]
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int
    /// The numbers it consists of.
    var element = Element.float32

    /// The channels of all parts.
    public var channels: Int { parts.reduce(0, +) }

    /// (channels, height, width).
    public var shape: Shape { Shape(channels: channels, height: height, width: width) }

    /// The blocks that the parts fill; each part begins a new one.
    var blocks: Int { parts.reduce(0) { $0 + element.blocks(of: $1) } }

    /// The places of a block that are in use: all, unless there is room in every one of them.
    var lanes: Int { Self.lanes(of: parts, block: element.block) }

    /// Where the channels end when they lie in one block, else where the blocks end.
    var length: Int { blocks == 1 ? channels : blocks * element.block }

    /// One part by itself.
    public func part(_ number: Int) -> FeatureMap {
        FeatureMap(
            index: index,
            firstBlock: firstBlock
                + parts.prefix(number).reduce(0) { $0 + element.blocks(of: $1) },
            parts: [parts[number]], height: height, width: width, element: element)
    }

    /// The channels of a block of float32, and of a block of sums.
    static let block = 16

    /// The places in use when each of these parts begins a block of its own; a multiple of 4.
    static func lanes(of parts: [Int], block: Int = block) -> Int {
        min(((parts.max() ?? 0) + 3) / 4 * 4, block)
    }

    /// The blocks of float32 that so many channels fill.
    static func blocks(of channels: Int) -> Int { Element.float32.blocks(of: channels) }
}
