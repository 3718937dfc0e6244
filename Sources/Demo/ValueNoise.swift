/// Smooth noise over the plane: random values at whole coordinates, blended between them.
struct ValueNoise {
    let seed: UInt64

    /// The value at a point, from 0 to 1; details have the size of one unit.
    func value(_ x: Float, _ y: Float) -> Float {
        let column = x.rounded(.down)
        let row = y.rounded(.down)
        let blendX = smooth(x - column)
        let blendY = smooth(y - row)
        let (i, j) = (Int(column), Int(row))
        let top = lattice(i, j) + (lattice(i + 1, j) - lattice(i, j)) * blendX
        let bottom = lattice(i, j + 1) + (lattice(i + 1, j + 1) - lattice(i, j + 1)) * blendX
        return top + (bottom - top) * blendY
    }

    /// The random value at whole coordinates, from 0 up to, not with, 1.
    func lattice(_ column: Int, _ row: Int) -> Float {
        let place = UInt64(bitPattern: Int64(column &* 73_856_093 ^ row &* 19_349_663))
        return Float(RandomSource.mix(seed &+ place &* 0x9E37_79B9_7F4A_7C15) >> 40)
            * (1 / 16_777_216)
    }

    private func smooth(_ t: Float) -> Float {
        t * t * (3 - 2 * t)
    }
}
