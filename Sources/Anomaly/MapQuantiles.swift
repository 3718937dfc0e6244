/// The values of a raw map that become 0 and 0.1 of the anomaly map.
public struct MapQuantiles: Sendable, Equatable {
    /// The 0.9 quantile over all pixels of the maps of held-out normal pictures.
    public var a: Float
    /// The 0.995 quantile; above `a`.
    public var b: Float

    /// Pairs the two.
    public init(a: Float, b: Float) {
        self.a = a
        self.b = b
    }

    /// `value` on the scale on which `a` is 0 and `b` is 0.1; not clipped.
    public func normalised(_ value: Float) -> Float { 0.1 * (value - a) / (b - a) }
}
