/// What the places that a memory is about show of a picture.
public enum MemoryReach: Sendable, CaseIterable {
    /// 33x33 pixels each, of the picture as it is.
    case near
    /// 66x66 pixels each, of the picture at half its size.
    case wide

    /// The side of the maps, in places.
    public var mapSide: Int {
        switch self {
            case .near: NetworkTable.mapSide
            case .wide: NetworkTable.wideMapSide
        }
    }
}
