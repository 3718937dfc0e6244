import CKernels

/// The processor's instructions that the kernels use: the best of those they were compiled for.
public enum InstructionLevel: String, Sendable, CaseIterable {
    /// What every processor of the architecture has.
    case portable
    /// x86-64-v3: AVX2 and fused multiply-add.
    case avx2
    /// x86-64-v3, and products of bytes in vectors: AVX-VNNI.
    case avx2VNNI = "avx2-vnni"
    /// x86-64-v4: AVX-512.
    case avx512
    /// x86-64-v4, and products of bytes in vectors: AVX-512 VNNI.
    case avx512VNNI = "avx512-vnni"
    /// x86-64-v4, and products of bytes and of bfloat16 in tiles: AMX.
    case amx

    /// Whether products of bfloat16 are faster than those of float32.
    public var hasTiles: Bool { self == .amx }

    /// Whether products of bytes are faster than those of float32.
    public var hasByteProducts: Bool {
        switch self {
            case .portable, .avx2, .avx512: false
            case .avx2VNNI, .avx512VNNI, .amx: true
        }
    }

    /// The one in use.
    public static var inUse: InstructionLevel {
        let level = ckernels_level_in_use()
        return allCases.first { $0.kernels == level } ?? .portable
    }

    /// Uses this one from now on, in the whole process; for measuring.
    ///
    /// - Returns: False, and no change, where the processor lacks it.
    public func use() -> Bool { ckernels_use_level(kernels) }

    /// What the kernels call it.
    private var kernels: ckernels_level {
        switch self {
            case .portable: CKERNELS_BASELINE
            case .avx2: CKERNELS_AVX2
            case .avx2VNNI: CKERNELS_AVX2_VNNI
            case .avx512: CKERNELS_AVX512
            case .avx512VNNI: CKERNELS_AVX512_VNNI
            case .amx: CKERNELS_AMX
        }
    }

    /// The level by its usual name, and why it is not a better one.
    public var text: String {
        switch self {
            case .portable: "portable (the processor has no AVX2)"
            case .avx2: "AVX2 (the processor has no VNNI and no AVX-512)"
            case .avx2VNNI: "AVX2 and VNNI (the processor has no AVX-512)"
            case .avx512: "AVX-512 (the processor has no VNNI)"
            case .avx512VNNI:
                "AVX-512 and VNNI (the processor has no AMX, or the system refuses it)"
            case .amx: "AVX-512 and AMX"
        }
    }
}
