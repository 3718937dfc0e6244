import CKernels
import Testing

/// Every level of the instruction set this processor has.
let levels = [CKERNELS_BASELINE, CKERNELS_AVX2, CKERNELS_AVX512].filter { ckernels_use_level($0) }

/// All kernels, each against its plain definition at every level of the instruction set.
///
/// One suite, one test at a time: the level is the whole process's.
@Suite(.serialized) struct KernelTests {
    @Test func `the best level that the processor has is in use by default`() {
        #expect(levels.contains(CKERNELS_BASELINE))
        for level in levels {
            #expect(ckernels_use_level(level))
            #expect(ckernels_level_in_use() == level)
        }
    }
}
