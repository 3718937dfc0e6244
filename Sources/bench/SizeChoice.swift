import Anomaly
import ArgumentParser

/// A published size of the networks, as it is typed.
enum SizeChoice: String, ExpressibleByArgument, CaseIterable {
    case small = "S"
    case medium = "M"

    /// What the networks are made by.
    var size: ModelSize { self == .small ? .small : .medium }
}
