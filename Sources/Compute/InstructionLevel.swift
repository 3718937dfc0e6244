import CKernels

/// The processor's instructions that the kernels use: the best of those they were compiled for.
public enum InstructionLevel: String, Sendable, CaseIterable {
    /// What every processor of the architecture has.
    case portable
    /// x86-64-v3: AVX2 and fused multiply-add.
    case avx2
    /// x86-64-v4: AVX-512.
    case avx512
    /// x86-64-v4, and products of bfloat16 in tiles: AMX.
    case amx

    /// Whether products of bfloat16 are faster than those of float32.
    public var hasTiles: Bool { self == .amx }

    /// The one in use.
    public static var inUse: InstructionLevel {
        switch ckernels_level_in_use() {
            case CKERNELS_AMX: .amx
            case CKERNELS_AVX512: .avx512
            case CKERNELS_AVX2: .avx2
            default: .portable
        }
    }

    /// The level by its usual name, and why it is not a better one.
    public var text: String {
        switch self {
            case .portable: "portable (the processor has no AVX2)"
            case .avx2: "AVX2 (the processor has no AVX-512)"
            case .avx512: "AVX-512 (the processor has no AMX, or the system refuses it)"
            case .amx: "AVX-512 and AMX"
        }
    }
}
