public import Compute

/// The numbers that networks multiply while they learn; sums, parameters and moments are float32.
public enum LearningPrecision: String, Sendable, CaseIterable {
    /// float32 throughout.
    case f32
    /// bfloat16 where a layer's steps are of 1: nearly everywhere.
    case bf16

    /// The faster one on this processor.
    public static var fastest: LearningPrecision {
        InstructionLevel.inUse.hasTiles ? .bf16 : .f32
    }

    /// What networks that learn are planned with.
    public var element: Element {
        switch self {
            case .f32: .float32
            case .bf16: .bfloat16
        }
    }
}
