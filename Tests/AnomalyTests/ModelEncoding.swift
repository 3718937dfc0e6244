@testable import Anomaly

/// The bytes of a model's file, without a file.
enum ModelEncoding {
    static func bytes(of model: Model) -> [UInt8] { ModelEncoder.encode(model) }
}
