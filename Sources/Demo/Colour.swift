/// A colour as red, green and blue from 0 to 255.
struct Colour {
    var red: Float
    var green: Float
    var blue: Float

    init(_ red: Float, _ green: Float, _ blue: Float) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    static func grey(_ value: Float) -> Colour {
        Colour(value, value, value)
    }

    /// The colour made brighter or darker.
    func lit(_ factor: Float) -> Colour {
        Colour(red * factor, green * factor, blue * factor)
    }

    /// A mix: 0 gives this colour, 1 the other.
    func mixed(with other: Colour, _ share: Float) -> Colour {
        Colour(
            red + (other.red - red) * share, green + (other.green - green) * share,
            blue + (other.blue - blue) * share)
    }
}
