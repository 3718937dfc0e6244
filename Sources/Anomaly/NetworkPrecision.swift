public import Compute

/// The numbers that a model's networks multiply; they are always added up in float32.
public enum NetworkPrecision: String, Sendable, CaseIterable {
    /// float32 throughout.
    case f32
    /// bfloat16.
    case bf16
    /// Bytes in the picture and between the layers, as many as hold, else bfloat16 or float32.
    case int8

    /// Those that may save time, and cost exactness.
    static let others: [NetworkPrecision] = [.bf16, .int8]

    /// Whether the processor multiplies them faster than float32, at the level in use.
    public var isFast: Bool {
        switch self {
            case .f32: true
            case .bf16: InstructionLevel.inUse.hasTiles
            case .int8: InstructionLevel.inUse.hasByteProducts
        }
    }

    /// What a plan computes with.
    public var element: Element {
        switch self {
            case .f32: .float32
            case .bf16: .bfloat16
            case .int8: .int8
        }
    }

    /// How far golden pictures, which were recorded in float32, may deviate.
    public var tolerance: GoldenCheck.Tolerance {
        switch self {
            case .f32: .float32
            case .bf16: .bfloat16
            case .int8: .int8
        }
    }

    /// The same of a model, whose held-out good parts may have been scored in these numbers.
    public func tolerance(of model: Model) -> GoldenCheck.Tolerance {
        model.otherScores[self] == nil ? tolerance : tolerance.withoutShift
    }
}
