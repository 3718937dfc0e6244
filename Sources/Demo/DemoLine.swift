/// A production line that exists only here: every frame shows a rendered part on a belt.
///
/// Seed and index decide everything about a frame, so any frame can be drawn at any time, in any
/// order and on any machine, with the same bytes. Parts are metal plates with a circuit board;
/// each lies a little differently, under a little different light. Some have a defect, and the
/// truth about it is known. All pictures of components are drawn once, by `init`.
public struct DemoLine: Sendable {
    /// The columns and rows of a frame.
    static let side = 512

    /// The columns of a frame.
    public var width: Int { Self.side }

    /// The rows of a frame.
    public var height: Int { Self.side }

    /// The seed of all chance.
    public let seed: UInt64

    /// Which parts have a defect.
    public let defects: DefectPolicy

    private let belt: [UInt32]
    private let noise: [Int32]
    private let plate: Sprite
    private let components: [Sprite]
    private let plan: [Site]

    /// Draws the pictures that all frames share; takes some 20 ms.
    public init(seed: UInt64, defects: DefectPolicy) {
        self.seed = seed
        self.defects = defects
        belt = BeltArtwork.pixels()
        noise = SensorNoise.table()
        plate = PlateArtwork.sprite()
        components = Component.allCases.map(ComponentArtwork.sprite)
        plan = Site.plan
    }

    /// What frame `index` shows.
    public func truth(of index: UInt64) -> FrameTruth {
        let scene = Scene(seed: seed, index: index, policy: defects)
        return FrameTruth(defect: scene.defect, box: box(of: scene))
    }

    /// Draws frame `index`.
    ///
    /// - Parameters:
    ///   - index: Which frame; any number.
    ///   - frame: (height, width, 3) bytes of red, green and blue; every byte is written.
    /// - Note: Allocates nothing.
    public func render(_ index: UInt64, into frame: inout MutableSpan<UInt8>) {
        precondition(frame.count == width * height * 3, "a frame holds height · width · 3 bytes")
        let scene = Scene(seed: seed, index: index, policy: defects)
        Compositor.lay(
            belt: belt.span, shiftX: scene.beltX, shiftY: scene.beltY, into: &frame)
        Compositor.draw(plate, x: 0, y: 0, pose: scene.pose, into: &frame)
        for place in plan.indices {
            guard let component = scene.component(at: place) else { continue }
            let position = scene.position(of: place)
            Compositor.draw(
                components[component.rawValue], x: position.x, y: position.y, pose: scene.pose,
                into: &frame)
        }
        scene.blemish?.draw(pose: scene.pose, into: &frame)
        scene.light.shine(on: &frame, noise: noise.span)
    }

    private func box(of scene: Scene) -> PixelBox? {
        if let blemish = scene.blemish { return blemish.box(scene.pose) }
        guard scene.defect != nil else { return nil }
        let first = box(of: scene.site, in: scene)
        return scene.otherSite < 0 ? first : first.union(box(of: scene.otherSite, in: scene))
    }

    private func box(of place: Int, in scene: Scene) -> PixelBox {
        let component = plan[place].component ?? plan[place].spareFor ?? .screw
        let sprite = components[component.rawValue]
        let position = scene.position(of: place)
        return scene.pose.box(
            x: position.x, y: position.y, halfWidth: sprite.halfWidth,
            halfHeight: sprite.halfHeight)
    }
}
