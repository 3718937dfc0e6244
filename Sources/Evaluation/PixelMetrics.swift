/// How well anomaly maps find the defects of pictures, pixel by pixel.
public struct PixelMetrics: Sendable, Equatable {
    /// AUROC, AP and F1-max over all pixels of all pictures; `nil` if only areas were asked for.
    public let rank: RankMetrics?
    /// AU-PRO up to each limit that was asked for; AU-sPRO where regions have a saturation.
    ///
    /// The area under the mean overlap of the regions, divided by the limit; `nil` without defects.
    public let overlapAreas: [Double?]
    /// How many regions there are.
    public let regions: Int
    /// ADer's variants, where they were asked for.
    public let compatible: CompatibleMetrics?

    /// AU-PRO up to the first limit.
    public var auPRO: Double? { overlapAreas.first ?? nil }
}

/// Pixel metrics as ADer computes them.
public struct CompatibleMetrics: Sendable, Equatable {
    /// The best F1 of 21 thresholds.
    public let f1Max: Double?
    /// The area of 100 thresholds.
    public let auPRO: Double?
}

/// What is wanted of the pixels.
public struct PixelQuestion: Sendable {
    /// The limits of the false-positive rate for the overlap.
    public var limits: [Double]
    /// Whether AUROC, AP and F1-max are wanted; without them the lowest scores are not looked at.
    public var wantsRank: Bool
    /// Whether ADer's variants are wanted.
    public var wantsCompatible: Bool

    /// Asks for AU-PRO at 0.3 and the ranks, unless told otherwise.
    public init(limits: [Double] = [0.3], wantsRank: Bool = true, wantsCompatible: Bool = false) {
        self.limits = limits
        self.wantsRank = wantsRank
        self.wantsCompatible = wantsCompatible
    }
}
