/// What the tensors beside the networks' weights are called in a model file.
enum TensorName {
    /// (channels).
    static let teacherMean = "teacher_mean"
    /// (channels).
    static let teacherDeviation = "teacher_std"
    /// (2 for each map): student map a and b, autoencoder map a and b; with a memory those of its
    /// map, then of the wider memories'.
    static let quantiles = "quantiles"
    /// (channels), F64.
    static let puadMean = "puad_mean"
    /// (channels, channels), F64, lower triangular.
    static let puadCholesky = "puad_cholesky"
    /// (4), F64: mean and deviation, picturable then unpicturable; without PUAD only (2).
    static let standardisation = "standardisation"
    /// (n, 3): picturable and unpicturable as computed, then combined.
    static let calibrationScores = "calibration_scores"
    /// (n, 3): the same in other numbers than float32; may be absent.
    static func calibrationScores(in precision: NetworkPrecision) -> String {
        "\(calibrationScores)_\(precision.rawValue)"
    }
    /// (outputs + channels): what is taken out of every picture in other numbers; may be absent.
    static func rounding(in precision: NetworkPrecision) -> String {
        "rounding_\(precision.rawValue)"
    }
    /// (k, 256, 256, 3), U8.
    static let goldenPictures = "golden_pictures"
    /// (k, 3): as the calibration scores.
    static let goldenScores = "golden_scores"
    /// (k, 56, 56).
    static let goldenMaps = "golden_maps"

    /// (k, channels), F64: the mean features of the golden pictures; may be absent.
    static let goldenFeatures = "golden_features"

    /// (vectors, coordinates): only of a detector that compares with a memory.
    static let memory = "memory"
    /// (coordinates, channels): the directions in which it compares.
    static let memoryAxes = "memory_axes"
    /// The same of every reach; those after the first may be absent.
    static let memories = [
        (axes: memoryAxes, vectors: memory), (axes: "wide_memory_axes", vectors: "wide_memory"),
        (axes: "widest_memory_axes", vectors: "widest_memory"),
    ]

    /// (channels of the teacher's layers but the last, then the student's): for computing with
    /// bytes; may be absent.
    static let activationRanges = "activation_ranges"

    /// Those that only a model with a memory has.
    static let ofMemory = memories.flatMap { [$0.axes, $0.vectors] }
    /// Those that every file has.
    static let required = [
        teacherMean, teacherDeviation, quantiles, standardisation, calibrationScores,
        goldenPictures, goldenScores, goldenMaps,
    ]
    /// Those that a model with PUAD has as well.
    static let puad = [puadMean, puadCholesky]
}
