/// A picture with what the model made of it when it was calibrated.
///
/// Before a model serves, its golden pictures are run again: a wrong file, processor or library
/// shows here and not on the line.
public struct GoldenPicture: Sendable, Equatable {
    /// (256, 256, 3), RGB, 8 bits, already resized.
    public var picture: [UInt8]
    /// Its scores.
    public var score: CalibrationScore
    /// Its anomaly map, (56, 56).
    public var map: [Float]

    /// Collects them.
    public init(picture: [UInt8], score: CalibrationScore, map: [Float]) {
        self.picture = picture
        self.score = score
        self.map = map
    }
}
