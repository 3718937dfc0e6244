internal import Events
internal import Realtime

/// What events say of the model in service.
struct ModelTag: Sendable, Equatable {
    /// Which inspector this is, counted from the daemon's start.
    var generation: UInt32
    /// The model file's name without its folder.
    var name: String
    /// The model file's digest.
    var digest: String
    /// The image score from which a part fails.
    var threshold: Float
    /// The numbers that the networks compute with: f32, bf16 or int8.
    var precision: String
    /// Why those, and how far good parts' results were from the stored ones.
    var why: String
    /// How many threads compute one picture.
    var threads: Int
}

extension HelloEvent {
    /// Says what is to be said of the model in service, at the start and after a reload.
    mutating func describe(_ tag: ModelTag) {
        model = tag.digest
        modelName = tag.name
        threshold = tag.threshold
        precision = tag.precision
        why = tag.why
        threads = UInt64(tag.threads)
    }
}
