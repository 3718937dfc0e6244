import Anomaly
import ArgumentParser

/// Which scores decide, as it is typed.
enum DetectorChoice: String, ExpressibleByArgument, CaseIterable {
    case efficientad
    case puad
    case memory
    case memoryWithPUAD = "memory+puad"

    /// What the model file calls it.
    var kind: DetectorKind {
        switch self {
            case .efficientad: .efficientAD
            case .puad: .efficientADWithPUAD
            case .memory: .memory
            case .memoryWithPUAD: .memoryWithPUAD
        }
    }
}
