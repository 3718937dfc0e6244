import Anomaly
import ArgumentParser

/// Which scores decide, as it is typed.
enum DetectorChoice: String, ExpressibleByArgument, CaseIterable {
    case efficientad
    case puad

    /// What the model file calls it.
    var kind: DetectorKind { self == .puad ? .efficientADWithPUAD : .efficientAD }
}
