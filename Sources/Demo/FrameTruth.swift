/// What a rendered frame shows: a good part, or which defect and where.
public struct FrameTruth: Equatable, Sendable {
    /// The defect, or nil for a good part.
    public let defect: DefectKind?

    /// Where the frame differs from the same part without the defect; nil for a good part.
    ///
    /// Two swapped components give the box around both.
    public let box: PixelBox?

    /// Whether the part is good.
    public var isGood: Bool { defect == nil }

    /// "good", or the name of the defect.
    public var name: String { defect?.name ?? "good" }
}
