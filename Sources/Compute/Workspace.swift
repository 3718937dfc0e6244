/// The memory in which plans run; one is enough for plans that run one after the other.
public struct Workspace: Sendable {
    /// What the operation before has left.
    var last: [Float]
    /// What the operation now at work fills; then the two change places.
    var next: [Float]
    /// For every member of the team, one band of a convolution.
    var bands: [Float]
    /// Who works.
    let team: Team

    /// Makes room for every one of the plans, which were made for as many members.
    public init(for plans: [Plan], team: Team) {
        let map = plans.map(\.mapCount).max() ?? 0
        let band = plans.map(\.bandCount).max() ?? 0
        last = [Float](repeating: 0, count: map)
        next = [Float](repeating: 0, count: map)
        bands = [Float](repeating: 0, count: band * team.members)
        self.team = team
    }

    /// Whether the plan finds all the room it needs.
    func holds(_ plan: Plan) -> Bool {
        last.count >= plan.mapCount && next.count >= plan.mapCount
            && bands.count >= plan.bandCount * team.members
    }
}
