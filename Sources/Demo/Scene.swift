/// Everything about one frame that chance decides, drawn from the seed and the frame's index.
struct Scene {
    let pose: Pose
    let light: Light
    let beltX: Int
    let beltY: Int
    let defect: DefectKind?
    let blemish: Blemish?

    /// The footprint that a logical defect is about, and the other one of a swap.
    let site: Int
    let otherSite: Int

    private let seed: UInt64
    private let index: UInt64

    init(seed: UInt64, index: UInt64, policy: DefectPolicy) {
        self.seed = seed
        self.index = index
        var place = RandomSource(seed: seed, purpose: 10, index: index)
        pose = Pose(&place)
        beltX = place.below(BeltArtwork.side)
        beltY = place.below(BeltArtwork.side)
        var shine = RandomSource(seed: seed, purpose: 11, index: index)
        light = Light(&shine)
        var choice = RandomSource(seed: seed, purpose: 12, index: index)
        defect = Self.choose(policy, &choice)
        var details = RandomSource(seed: seed, purpose: 13, index: index)
        switch defect {
            case .scratch?, .dent?, .stain?:
                blemish = defect.map { Blemish($0, &details) }
                (site, otherSite) = (-1, -1)
            case .missing?:
                blemish = nil
                (site, otherSite) = (Self.pick(&details) { $0.component != nil }, -1)
            case .extra?:
                blemish = nil
                (site, otherSite) = (Self.pick(&details) { $0.spareFor != nil }, -1)
            case .swapped?:
                blemish = nil
                site = Self.pick(&details) { $0.component == .blueCapacitor }
                otherSite = Self.pick(&details) { $0.component == .orangeCapacitor }
            case nil:
                blemish = nil
                (site, otherSite) = (-1, -1)
        }
    }

    /// What stands on a footprint in this frame.
    func component(at place: Int) -> Component? {
        let plan = Site.plan[place]
        switch defect {
            case .missing? where place == site: return nil
            case .extra? where place == site: return plan.spareFor
            case .swapped? where place == site: return Site.plan[otherSite].component
            case .swapped? where place == otherSite: return Site.plan[site].component
            default: return plan.component
        }
    }

    /// Where the component of a footprint really sits: placed by a machine, not by a ruler.
    func position(of place: Int) -> (x: Float, y: Float) {
        var random = RandomSource(seed: seed, purpose: 20 + UInt64(place), index: index)
        let plan = Site.plan[place]
        return (plan.x + random.between(-0.8, 0.8), plan.y + random.between(-0.8, 0.8))
    }

    private static func choose(
        _ policy: DefectPolicy, _ random: inout RandomSource
    ) -> DefectKind? {
        switch policy {
            case .never: nil
            case .always(let kind): kind
            case .oneIn(let count):
                random.below(max(count, 1)) == 0
                    ? DefectKind.kinds[random.below(DefectKind.kinds.count)] : nil
        }
    }

    /// A random footprint among those that fit, without making a list.
    private static func pick(
        _ random: inout RandomSource, where fits: (Site) -> Bool
    ) -> Int {
        var count = 0
        for place in Site.plan.indices where fits(Site.plan[place]) { count += 1 }
        var left = random.below(count)
        for place in Site.plan.indices where fits(Site.plan[place]) {
            if left == 0 { return place }
            left -= 1
        }
        return 0
    }
}
