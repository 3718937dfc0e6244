import Anomaly
import Demo

/// A part with its truth and what the detector made of it.
struct JudgedPart {
    let truth: FrameTruth
    let assessment: Assessment

    var picturable: Float { assessment.picturable.raw }
    var unpicturable: Float { assessment.unpicturable?.raw ?? 0 }
    var combined: Float { assessment.score }
}
