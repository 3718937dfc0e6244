/// The bare part: a brushed metal plate with an inset circuit board and empty footprints.
enum PlateArtwork {
    static let halfWidth: Float = 200
    static let halfHeight: Float = 160
    private static let board = Shape.rectangle(
        x: 0, y: -32, halfWidth: 150, halfHeight: 104, radius: 8)

    static func sprite() -> Sprite {
        var sprite = Sprite(width: 440, height: 360)
        paintMetal(on: &sprite)
        paintBoard(on: &sprite)
        paintTraces(on: &sprite)
        for site in Site.plan {
            if let component = site.component ?? site.spareFor {
                paintFootprint(of: component, x: site.x, y: site.y, on: &sprite)
            }
        }
        Lettering.write("SIGHT", on: &sprite, at: (34, 92), dot: 2, colour: .grey(92), alpha: 0.55)
        return sprite
    }

    private static func paintMetal(on sprite: inout Sprite) {
        sprite.fill(
            .rectangle(
                x: 7, y: 9, halfWidth: halfWidth, halfHeight: halfHeight, radius: 20),
            .grey(0), alpha: 0.6, softness: 14)
        sprite.paint(
            .rectangle(x: 0, y: 0, halfWidth: halfWidth, halfHeight: halfHeight, radius: 18)
        ) { x, y in
            x + y * 1.2 < 0 ? .grey(226) : .grey(112)
        }
        let noise = ValueNoise(seed: 3)
        sprite.paint(
            .rectangle(
                x: 0, y: 0, halfWidth: halfWidth - 2.5, halfHeight: halfHeight - 2.5, radius: 16)
        ) { x, y in
            let streak = noise.value(x * 0.02, y * 1.3) + noise.value(x * 0.06 + 40, y * 2.6)
            let sheen = noise.value(x * 0.008 + 9, 0.5)
            return Colour(166, 168, 172).lit(0.86 + 0.11 * streak + 0.12 * sheen)
        }
    }

    private static func paintBoard(on sprite: inout Sprite) {
        sprite.fill(
            .rectangle(x: 0, y: -32, halfWidth: 153, halfHeight: 107, radius: 10), .grey(40),
            alpha: 0.75, softness: 3)
        let noise = ValueNoise(seed: 5)
        sprite.paint(board) { x, y in
            let weave = noise.value(x * 0.5, y * 0.5) - 0.5
            return Colour(20, 92, 60).lit(1 + 0.10 * weave - x * 0.0004)
        }
        sprite.fill(
            .rectangle(x: 66, y: -64, halfWidth: 76, halfHeight: 54, radius: 4),
            Colour(214, 222, 212), alpha: 0.5)
        sprite.paint(.rectangle(x: 66, y: -64, halfWidth: 74.6, halfHeight: 52.6, radius: 3)) {
            x, y in
            Colour(22, 98, 64).lit(1 + 0.10 * (noise.value(x * 0.5, y * 0.5) - 0.5))
        }
    }

    /// Copper under the green mask: lines that leave the chip and bend once, with a via at the end.
    private static func paintTraces(on sprite: inout Sprite) {
        let copper = Colour(50, 130, 84)
        var random = RandomSource(seed: 11, purpose: 2)
        for line in 0..<9 {
            let x = -114 + Float(line) * 9
            let bend = 14 + Float(line) * 1.8
            let end = x - 16 + random.between(0, 60)
            sprite.fill(.segment(x: x, y: 0, toX: x, toY: bend, width: 2), copper)
            sprite.fill(.segment(x: x, y: bend, toX: end, toY: bend, width: 2), copper)
            via(x: end, y: bend, on: &sprite)
        }
        for line in 0..<8 {
            let y = -116 + Float(line) * 9
            let end = -14 + random.between(0, 10)
            sprite.fill(.segment(x: -30, y: y, toX: end, toY: y, width: 2), copper)
            via(x: end, y: y, on: &sprite)
        }
        for line in 0..<6 {
            let x = 34 + Float(line) * 18
            sprite.fill(.segment(x: x, y: -18, toX: x, toY: 12, width: 2.4), copper)
        }
    }

    private static func via(x: Float, y: Float, on sprite: inout Sprite) {
        sprite.fill(.circle(x: x, y: y, radius: 3.2), Colour(196, 164, 92))
        sprite.fill(.circle(x: x, y: y, radius: 1.4), .grey(30))
    }

    /// What an empty place shows; an occupied one hides it.
    private static func paintFootprint(
        of component: Component, x: Float, y: Float, on sprite: inout Sprite
    ) {
        let gold = Colour(206, 172, 98)
        let silk = Colour(214, 222, 212)
        switch component {
            case .blueCapacitor, .orangeCapacitor:
                sprite.fill(.circle(x: x, y: y, radius: 19), silk, alpha: 0.8)
                sprite.fill(.circle(x: x, y: y, radius: 17.5), Colour(22, 96, 62))
                for side in [Float(-7), 7] {
                    sprite.fill(.circle(x: x + side, y: y, radius: 4), gold)
                    sprite.fill(.circle(x: x + side, y: y, radius: 1.8), .grey(30))
                }
            case .resistor:
                for side in [Float(-11), 11] {
                    sprite.fill(
                        .rectangle(x: x + side, y: y, halfWidth: 4.5, halfHeight: 7, radius: 1),
                        gold)
                }
            case .crystal:
                for side in [Float(-12), 12] {
                    sprite.fill(.circle(x: x + side, y: y, radius: 4), gold)
                }
            case .chip:
                paintChipPads(x: x, y: y, on: &sprite)
            case .connector:
                for pin in 0..<16 {
                    sprite.fill(
                        .circle(
                            x: x + Float(pin % 8) * 12 - 42, y: y + Float(pin / 8) * 16 - 7,
                            radius: 4),
                        gold)
                }
            case .screw:
                sprite.fill(.circle(x: x, y: y, radius: 10), .grey(232), softness: 2)
                sprite.fill(.circle(x: x + 0.5, y: y + 0.7, radius: 9), .grey(24), softness: 2)
            case .label:
                break
        }
    }

    private static func paintChipPads(x: Float, y: Float, on sprite: inout Sprite) {
        let gold = Colour(206, 172, 98)
        for pin in 0..<10 {
            let along = Float(pin) * 8 - 36
            for side in [Float(-46), 46] {
                sprite.fill(
                    .rectangle(x: x + along, y: y + side, halfWidth: 2.4, halfHeight: 7, radius: 1),
                    gold)
                sprite.fill(
                    .rectangle(x: x + side, y: y + along, halfWidth: 7, halfHeight: 2.4, radius: 1),
                    gold)
            }
        }
    }
}
