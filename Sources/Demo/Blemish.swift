/// A structural defect as drawn for one frame: its place, size and strength.
///
/// Coordinates are in pixels from the middle of the part.
struct Blemish {
    let kind: DefectKind
    private let x: Float
    private let y: Float
    private let reach: Float
    private let bend: (x: Float, y: Float)
    private let along: (x: Float, y: Float)
    private let strength: Float
    private let noise: ValueNoise

    init(_ kind: DefectKind, _ random: inout RandomSource) {
        self.kind = kind
        noise = ValueNoise(seed: random.next())
        let direction = Self.direction(&random)
        switch kind {
            case .dent:
                (x, y) = Self.onMetal(&random)
                reach = random.between(11, 19)
                strength = random.between(0.32, 0.55)
            case .stain:
                (x, y) = (random.between(-165, 165), random.between(-130, 130))
                reach = random.between(13, 26)
                strength = random.between(0.42, 0.7)
            default:
                (x, y) = (random.between(-140, 140), random.between(-110, 110))
                reach = random.between(24, 52)
                strength = random.between(0.65, 0.95)
        }
        along = direction
        let sideways = random.between(-0.25, 0.25) * reach
        bend = (-direction.y * sideways, direction.x * sideways)
    }

    /// The pixels that it can change.
    func box(_ pose: Pose) -> PixelBox {
        let half = (reach + 3) * (kind == .stain ? 1.3 : 1)
        return pose.box(x: x, y: y, halfWidth: half, halfHeight: half)
    }

    /// Draws itself over what is in the frame.
    func draw(pose: Pose, into frame: inout MutableSpan<UInt8>) {
        let box = box(pose)
        for row in box.y..<box.y + box.height {
            for column in box.x..<box.x + box.width {
                let point = pose.onPart(Float(column) + 0.5, Float(row) + 0.5)
                let place = (row * DemoLine.side + column) * 3
                switch kind {
                    case .dent: shade(point.x - x, point.y - y, &frame, place)
                    case .stain: soil(point.x - x, point.y - y, &frame, place)
                    default: tear(point.x - x, point.y - y, &frame, place)
                }
            }
        }
    }

    /// A dent: the side that turns to the light is brighter, the other darker.
    private func shade(
        _ right: Float, _ down: Float, _ frame: inout MutableSpan<UInt8>, _ place: Int
    ) {
        let square = (right * right + down * down) / (reach * reach)
        guard square < 1 else { return }
        // The slope of the hollow (1 - d²)² along the light, which comes from the upper left.
        let slope = (right + down) / reach * (1 - square) * 1.6
        let factor = 1 + strength * slope - 0.12 * strength * (1 - square)
        for channel in 0..<3 {
            frame[place + channel] = Self.byte(Float(frame[place + channel]) * factor)
        }
    }

    /// A stain: brown, with an uneven edge and a darker rim, as oil dries.
    private func soil(
        _ right: Float, _ down: Float, _ frame: inout MutableSpan<UInt8>, _ place: Int
    ) {
        let distance = (right * right + down * down).squareRoot() / reach
        guard distance < 1.3 else { return }
        let edge =
            0.62 + 0.45 * noise.value(right * 0.09 + 50, down * 0.09 + 50)
            + 0.2 * noise.value(right * 0.31 + 90, down * 0.31 + 90)
        let depth = min(max((edge - distance) * 4, 0), 1)
        guard depth > 0 else { return }
        let rim = edge - distance < 0.2 ? Float(1.2) : 0.9
        let share = min(depth * strength * rim, 0.9)
        let oil = (Float(70), Float(50), Float(24))
        frame[place] = Self.mixed(frame[place], oil.0, share)
        frame[place + 1] = Self.mixed(frame[place + 1], oil.1, share)
        frame[place + 2] = Self.mixed(frame[place + 2], oil.2, share)
    }

    /// A scratch: a bright core with a dark lip beside it, thinner towards its ends.
    private func tear(
        _ right: Float, _ down: Float, _ frame: inout MutableSpan<UInt8>, _ place: Int
    ) {
        let t = (right * along.x + down * along.y) / reach
        guard t.magnitude < 1 else { return }
        let middle = 1 - t * t
        let offset = (right - bend.x * middle) * -along.y + (down - bend.y * middle) * along.x
        let half = 0.5 + 0.9 * min(middle * 2, 1)
        let core = min(max(half + 0.5 - offset.magnitude, 0), 1) * strength
        let lip = min(max(half + 0.5 - (offset - half * 1.6).magnitude, 0), 1) * strength * 0.6
        guard core > 0 || lip > 0 else { return }
        for channel in 0..<3 {
            let dark = Self.mixed(frame[place + channel], 24, lip)
            frame[place + channel] = Self.mixed(dark, 235, core)
        }
    }

    private static func mixed(_ value: UInt8, _ colour: Float, _ share: Float) -> UInt8 {
        byte(Float(value) * (1 - share) + colour * share)
    }

    private static func byte(_ value: Float) -> UInt8 {
        UInt8(min(max(value + 0.5, 0), 255))
    }

    /// A random direction of length 1, found without sine and cosine.
    private static func direction(_ random: inout RandomSource) -> (x: Float, y: Float) {
        for _ in 0..<64 {
            let (x, y) = (random.between(-1, 1), random.between(-1, 1))
            let square = x * x + y * y
            if square > 0.01 && square <= 1 {
                let length = square.squareRoot()
                return (x / length, y / length)
            }
        }
        return (1, 0)
    }

    /// A place on the metal around the board, away from its edge.
    private static func onMetal(_ random: inout RandomSource) -> (x: Float, y: Float) {
        switch random.below(4) {
            case 0: (random.between(-178, -168), random.between(-100, 100))
            case 1: (random.between(168, 178), random.between(-100, 100))
            default: (random.between(-130, 150), random.between(88, 138))
        }
    }
}
