/// How each component looks from above, with its shadow.
enum ComponentArtwork {
    static func sprite(of component: Component) -> Sprite {
        switch component {
            case .blueCapacitor: capacitor(Colour(38, 84, 178))
            case .orangeCapacitor: capacitor(Colour(214, 112, 32))
            case .resistor: resistor()
            case .crystal: crystal()
            case .chip: chip()
            case .connector: connector()
            case .screw: screw()
            case .label: label()
        }
    }

    /// A radial capacitor: a sleeve of its colour around a metal top with a pressure cross.
    private static func capacitor(_ colour: Colour) -> Sprite {
        var sprite = Sprite(width: 56, height: 56)
        sprite.fill(.circle(x: 4, y: 6, radius: 19), .grey(0), alpha: 0.55, softness: 7)
        sprite.paint(.circle(x: 0, y: 0, radius: 19)) { x, y in
            colour.lit(1.05 - (x + y) * 0.018)
        }
        sprite.paint(.circle(x: -1, y: -1, radius: 13.5)) { x, y in
            Colour(196, 200, 206).lit(1 - (x + y) * 0.008)
        }
        for (toX, toY) in [(Float(8), Float(0)), (0, 8)] {
            sprite.fill(
                .segment(x: -1 - toX, y: -1 - toY, toX: toX - 1, toY: toY - 1, width: 1.6),
                .grey(120), alpha: 0.8)
        }
        sprite.paint(.rectangle(x: -1, y: -10, halfWidth: 9, halfHeight: 2.5, radius: 2)) { _, _ in
            colour.lit(0.8)
        }
        return sprite
    }

    private static func resistor() -> Sprite {
        var sprite = Sprite(width: 44, height: 30)
        sprite.fill(
            .rectangle(x: 2, y: 3, halfWidth: 14, halfHeight: 8, radius: 2), .grey(0), alpha: 0.5,
            softness: 4)
        sprite.paint(.rectangle(x: 0, y: 0, halfWidth: 14, halfHeight: 7.5, radius: 1)) { x, y in
            x.magnitude > 9.5 ? .grey(205 - y * 5) : .grey(42 - y * 2)
        }
        Lettering.write("102", on: &sprite, at: (-7, -3), dot: 0.85, colour: .grey(225))
        return sprite
    }

    private static func crystal() -> Sprite {
        var sprite = Sprite(width: 64, height: 36)
        sprite.fill(
            .rectangle(x: 3, y: 4, halfWidth: 23, halfHeight: 10, radius: 10), .grey(0),
            alpha: 0.5, softness: 5)
        sprite.fill(
            .rectangle(x: 0, y: 0, halfWidth: 23, halfHeight: 10, radius: 10), .grey(148))
        sprite.paint(.rectangle(x: 0, y: 0, halfWidth: 20, halfHeight: 7.5, radius: 7.5)) { x, y in
            Colour(206, 208, 205).lit(1 - y * 0.02 - x * 0.003)
        }
        return sprite
    }

    private static func chip() -> Sprite {
        var sprite = Sprite(width: 128, height: 128)
        for pin in 0..<10 {
            let along = Float(pin) * 8 - 36
            for side in [Float(-47), 47] {
                sprite.fill(
                    .rectangle(x: along, y: side, halfWidth: 2, halfHeight: 6, radius: 1),
                    .grey(190))
                sprite.fill(
                    .rectangle(x: side, y: along, halfWidth: 6, halfHeight: 2, radius: 1),
                    .grey(176))
            }
        }
        sprite.fill(
            .rectangle(x: 4, y: 5, halfWidth: 44, halfHeight: 44, radius: 3), .grey(0), alpha: 0.5,
            softness: 7)
        sprite.fill(.rectangle(x: 0, y: 0, halfWidth: 44, halfHeight: 44, radius: 3), .grey(26))
        let noise = ValueNoise(seed: 7)
        sprite.paint(.rectangle(x: 0, y: 0, halfWidth: 41.5, halfHeight: 41.5, radius: 2)) { x, y in
            .grey(50 + noise.value(x, y) * 9 - (x + y) * 0.08)
        }
        sprite.fill(.circle(x: -31, y: 31, radius: 4.5), .grey(28))
        let print = Colour(200, 200, 196)
        Lettering.write("SIGHT", on: &sprite, at: (-30, -22), dot: 2, colour: print, alpha: 0.85)
        Lettering.write("PM24-A", on: &sprite, at: (-27, 0), dot: 1.5, colour: print, alpha: 0.75)
        return sprite
    }

    private static func connector() -> Sprite {
        var sprite = Sprite(width: 132, height: 68)
        sprite.fill(
            .rectangle(x: 4, y: 5, halfWidth: 54, halfHeight: 22, radius: 3), .grey(0), alpha: 0.5,
            softness: 8)
        sprite.paint(.rectangle(x: 0, y: 0, halfWidth: 54, halfHeight: 22, radius: 3)) { x, y in
            Colour(228, 224, 208).lit(1 - (x * 0.3 + y) * 0.004)
        }
        sprite.fill(
            .rectangle(x: 0, y: 1, halfWidth: 50, halfHeight: 17, radius: 2), Colour(176, 170, 152))
        for pin in 0..<16 {
            let x = Float(pin % 8) * 12 - 42
            let y = Float(pin / 8) * 16 - 7
            sprite.fill(
                .rectangle(x: x, y: y, halfWidth: 4.5, halfHeight: 5.5, radius: 1), .grey(52))
            sprite.fill(
                .rectangle(x: x, y: y, halfWidth: 1.8, halfHeight: 2.2, radius: 1),
                Colour(222, 184, 92))
        }
        return sprite
    }

    private static func screw() -> Sprite {
        var sprite = Sprite(width: 44, height: 44)
        sprite.fill(.circle(x: 3, y: 4, radius: 14), .grey(0), alpha: 0.5, softness: 6)
        sprite.paint(.circle(x: 0, y: 0, radius: 14)) { x, y in
            Colour(172, 174, 178).lit(1 - (x + y) * 0.014)
        }
        sprite.paint(.circle(x: 0, y: 0, radius: 11)) { x, y in
            Colour(206, 208, 212).lit(1 - (x + y) * 0.01)
        }
        for (toX, toY) in [(Float(6), Float(2.5)), (-2.5, 6)] {
            sprite.fill(
                .segment(x: -toX, y: -toY, toX: toX, toY: toY, width: 3.2), .grey(58))
        }
        return sprite
    }

    private static func label() -> Sprite {
        var sprite = Sprite(width: 152, height: 60)
        sprite.fill(
            .rectangle(x: 1, y: 2, halfWidth: 70, halfHeight: 25, radius: 3), .grey(0), alpha: 0.3,
            softness: 3)
        sprite.fill(
            .rectangle(x: 0, y: 0, halfWidth: 70, halfHeight: 25, radius: 3), Colour(236, 234, 226))
        let ink = Colour.grey(38)
        Lettering.write("SIGHT PM24", on: &sprite, at: (-62, -19), dot: 1.3, colour: ink)
        Lettering.write("24V 10A", on: &sprite, at: (-62, -4), dot: 1.1, colour: ink)
        var bars = RandomSource(seed: 24, purpose: 1)
        var x: Float = -62
        while x < 62 {
            let width = Float(1 + bars.below(3))
            let y: Float = 14
            sprite.fill(
                .rectangle(x: x + width / 2, y: y, halfWidth: width / 2, halfHeight: 6, radius: 0),
                ink)
            x += width + Float(1 + bars.below(3))
        }
        for cell in 0..<64 where bars.below(2) == 0 {
            sprite.fill(
                .rectangle(
                    x: 34 + Float(cell % 8) * 3.5, y: -17 + Float(cell / 8) * 3, halfWidth: 1.75,
                    halfHeight: 1.5, radius: 0), ink)
        }
        return sprite
    }
}
