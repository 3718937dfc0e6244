/// How targets are made, and from what: what a cache of them must agree in.
public struct TargetRecipe: Sendable, Equatable {
    /// Digest of the backbone's file.
    public var backbone: String
    /// Digest of the photos.
    public var photos: String
    /// From which crops are drawn.
    public var seed: UInt64
    /// Rows and columns of the teacher's picture.
    public var side: Int
    /// Channels of a target.
    public var channels: Int
    /// Rows and columns of a target.
    public var grid: Int

    /// The channels of every published teacher.
    public static let teacherChannels = 384

    /// Collects them.
    public init(
        backbone: String, photos: String, seed: UInt64, side: Int, channels: Int, grid: Int
    ) {
        self.backbone = backbone
        self.photos = photos
        self.seed = seed
        self.side = side
        self.channels = channels
        self.grid = grid
    }

    /// How layers become targets and photos crops; another way has another text.
    static let method =
        "layer2 and layer3, means of 4 channels; random resized crops, area 0.35...1, aspect "
        + "3/4...4/3, mirrored 50 %, grey 10 %"

    /// The lines of a cache's header that say so, keys in their order.
    var entries: [(key: String, value: String)] {
        [
            ("backbone", backbone), ("photos", photos), ("seed", "\(seed)"),
            ("picture", "\(side)"), ("channels", "\(channels)"), ("grid", "\(grid)"),
            ("method", Self.method),
        ]
    }
}
