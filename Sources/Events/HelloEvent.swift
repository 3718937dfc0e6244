/// The first line to a client: who speaks.
public struct HelloEvent: Sendable, Equatable {
    /// The version of the protocol.
    public var protocolVersion = Event.protocolVersion
    /// The daemon's version.
    public var version = ""
    /// The line's name.
    public var line = ""
    /// The kernel's id of this boot.
    public var bootID = ""
    /// The service manager's id of this run; `nil` without one.
    public var invocationID: String?
    /// The digest of the model file; `nil` while none is loaded.
    public var model: String?
    /// The name of the model file.
    public var modelName: String?
    /// The image score from which a part fails.
    public var threshold: Float?
    /// The processor's instructions that the networks use: `portable`, `avx2`, `avx2-vnni`,
    /// `avx512`, `avx512-vnni`, `amx`.
    public var instructions: String?
    /// The numbers that the networks compute with.
    public var precision: String?
    /// Why those, and how far good parts' results were from the stored ones.
    public var why: String?
    /// How many threads compute one picture.
    public var threads: UInt64?
    /// The number that the next event will have.
    public var sequence: UInt64 = 0

    /// Creates an empty hello.
    public init() {}
}
