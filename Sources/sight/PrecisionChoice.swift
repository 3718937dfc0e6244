import Anomaly
public import ArgumentParser

extension LearningPrecision: ExpressibleByArgument {}

/// The numbers that networks learn with, as they are asked for.
enum PrecisionChoice {
    static let help = """
        The numbers that are multiplied while networks learn: bf16 (the sums and the weights \
        themselves stay f32) where the processor has tiles (AMX), else f32.
        """

    /// What was asked for, else the faster one; says so if that is a poor choice.
    static func of(_ asked: LearningPrecision?) -> LearningPrecision {
        let fastest = LearningPrecision.fastest
        if asked == .bf16, fastest == .f32 {
            Terminal.say("warning: bf16 is much slower than f32 on this processor")
        }
        return asked ?? fastest
    }
}
