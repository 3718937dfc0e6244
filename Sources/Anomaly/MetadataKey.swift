/// The entries of a model file's `__metadata__`.
enum MetadataKey: String, CaseIterable {
    case formatVersion = "format_version"
    case detector
    case size
    case pictureSide = "picture_side"
    case preprocess
    case feature
    case trainingCount = "training_pictures"
    case trainingDigest = "training_digest"
    case calibrationCount = "calibration_pictures"
    case calibrationDigest = "calibration_digest"
    case toolVersion = "tool_version"
    case source
    case bytesFrom = "bytes_from_layer"

    /// The only version of the format so far.
    static let version = "1"
}
