internal import Imaging
internal import Settings

/// What the settings ask of the recording while one inspector serves.
///
/// Each order carries the one of its picture's inspector, so that a reload changes nothing for the
/// pictures that were ordered before it.
struct RecordPlan: Sendable {
    /// Which inspector's pictures it is for.
    var generation: UInt32
    /// The line's folder, made when it is missing; empty: nothing is recorded.
    var folder: String
    /// The most the folder may hold; the oldest records go first.
    var keepBytes: Int
    /// The most pictures in a minute; 0: no limit.
    var maxPerMinute: Int
    /// The scale of the heat maps.
    var heatMap: HeatMap

    /// Whether pictures are recorded at all.
    var isOn: Bool { !folder.isEmpty }
}

extension RecordPlan {
    /// What the settings ask with a model that was loaded for them.
    init(_ settings: Settings, for loaded: borrowing Loader.Loaded) {
        let record = settings.record
        self.init(
            generation: loaded.tag.generation,
            folder: record.directory.isEmpty ? "" : "\(record.directory)/\(settings.line.name)",
            keepBytes: record.keepBytes, maxPerMinute: record.maxPerMinute,
            heatMap: loaded.heatMap)
    }
}
