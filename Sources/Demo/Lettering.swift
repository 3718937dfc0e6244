/// Small capital letters and digits, five by seven dots, for what is printed on a part.
enum Lettering {
    /// Seven rows of five dots for a character, the leftmost dot highest; empty if unknown.
    static func rows(_ character: Character) -> [UInt8] {
        switch character {
            case "A": [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001]
            case "C": [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110]
            case "G": [0b01110, 0b10001, 0b10000, 0b10111, 0b10001, 0b10001, 0b01111]
            case "H": [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001]
            case "I": [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110]
            case "M": [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001]
            case "P": [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000]
            case "S": [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110]
            case "T": [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100]
            case "V": [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b00100]
            case "0": [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110]
            case "1": [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110]
            case "2": [0b01110, 0b10001, 0b00001, 0b00010, 0b00100, 0b01000, 0b11111]
            case "4": [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010]
            case "-": [0, 0, 0, 0b11111, 0, 0, 0]
            default: []
        }
    }

    /// Writes a word onto a sprite; (x, y) is its upper left corner, `dot` the size of a dot.
    static func write(
        _ word: String, on sprite: inout Sprite, at corner: (x: Float, y: Float), dot: Float,
        colour: Colour, alpha: Float = 1
    ) {
        for (position, character) in word.enumerated() {
            let left = corner.x + Float(position) * 6 * dot
            for (row, bits) in rows(character).enumerated() {
                for column in 0..<5 where bits >> UInt8(4 - column) & 1 == 1 {
                    let shape = Shape.rectangle(
                        x: left + (Float(column) + 0.5) * dot,
                        y: corner.y + (Float(row) + 0.5) * dot,
                        halfWidth: dot / 2, halfHeight: dot / 2, radius: 0)
                    sprite.fill(shape, colour, alpha: alpha)
                }
            }
        }
    }
}
