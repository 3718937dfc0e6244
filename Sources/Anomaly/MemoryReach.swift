/// How much of a picture the places show that a memory is about.
public enum MemoryReach: Sendable, CaseIterable {
    /// 33x33 pixels each, of the picture as it is.
    case near
    /// 66x66 pixels each, of the picture at half its size.
    case wide
    /// 132x132 pixels each, of the picture at a quarter of its size.
    case widest

    /// By how much the picture is made smaller.
    var factor: Int {
        switch self {
            case .near: 1
            case .wide: 2
            case .widest: 4
        }
    }

    /// The side of the maps, in places.
    public var mapSide: Int {
        switch self {
            case .near: NetworkTable.mapSide
            case .wide: 24
            case .widest: 8
        }
    }

    /// Those beside the near one, in the order of a model's other maps.
    public static let wider: [MemoryReach] = [.wide, .widest]
}
