import Compute

/// A square part of a crop, and the part of its target that belongs to it.
///
/// Output j of a teacher sees the pixels 4j to 4j + 32; so a window that begins at pixel 4o has the
/// outputs o, o + 1 and so on of the whole crop.
struct TargetWindow: Sendable {
    /// Rows and columns of the window.
    let side: Int
    /// Rows and columns of its target.
    let grid: Int

    private let crop: TargetRecipe

    /// Pixels from one output to the next.
    static let stride = 4
    /// Pixels that the first output sees.
    static let field = 33

    /// The row and the column of the target at which a window begins.
    struct Origin: Equatable {
        let row: Int
        let column: Int

        static let first = Origin(row: 0, column: 0)
    }

    /// - Parameters:
    ///   - side: Of the window: a multiple of 4, at least one output's field, at most the crop's.
    ///   - crop: What it is cut of.
    init(side: Int, of crop: TargetRecipe) {
        precondition(
            side % Self.stride == 0 && (Self.field...crop.side).contains(side),
            "a window lies inside of a crop and has an output")
        self.side = side
        self.crop = crop
        grid = (side - Self.field) / Self.stride + 1
    }

    /// A map for a window's target.
    var map: BlockMap { BlockMap(channels: crop.channels, cells: grid * grid) }

    /// Any of the places that a window may have.
    func origin(_ random: inout SplitMix64) -> Origin {
        let places = crop.grid - grid + 1
        return Origin(row: random.below(places), column: random.below(places))
    }

    /// The window of a crop's picture, (side, side, 3).
    func picture(_ whole: Span<UInt8>, at origin: Origin) -> [UInt8] {
        var part: [UInt8] = []
        part.reserveCapacity(side * side * 3)
        for row in 0..<side {
            let y = origin.row * Self.stride + row
            let start = (y * crop.side + origin.column * Self.stride) * 3
            for place in start..<start + side * 3 { part.append(whole[place]) }
        }
        return part
    }

    /// The window of a crop's target, (channels, grid, grid).
    func target(_ whole: [Float], at origin: Origin) -> [Float] {
        var part: [Float] = []
        part.reserveCapacity(crop.channels * grid * grid)
        for channel in 0..<crop.channels {
            for row in 0..<grid {
                let start = (channel * crop.grid + origin.row + row) * crop.grid + origin.column
                part += whole[start..<start + grid]
            }
        }
        return part
    }
}
