/// One named value of a journal entry, for programs: `journalctl SIGHT_LINE=press-3`.
public struct JournalField: Sendable, Equatable {
    /// The names, this table only; `SIGHT_` is put in front.
    public enum Name: String, Sendable, CaseIterable {
        /// The line's name.
        case line = "LINE"
        /// The event's number.
        case sequence = "SEQUENCE"
        /// The driver's number of the frame.
        case frame = "FRAME"
        /// pass, fail or undecided.
        case verdict = "VERDICT"
        /// Why: of an undecided verdict, a missed frame, a refusal.
        case reason = "REASON"
        /// The image score.
        case score = "SCORE"
        /// The threshold it was compared with.
        case threshold = "THRESHOLD"
        /// The model's digest.
        case model = "MODEL"
        /// How many.
        case count = "COUNT"
        /// The part's id, where one is given.
        case part = "PART"
        /// The camera's source.
        case camera = "CAMERA"
        /// The connected client's process.
        case clientProcess = "CLIENT_PID"
        /// The connected client's user.
        case clientUser = "CLIENT_UID"
        /// The connected client's group.
        case clientGroup = "CLIENT_GID"
        /// A file or folder.
        case path = "PATH"
        /// From the frame's capture to its verdict, in microseconds.
        case latency = "LATENCY_US"
        /// The deadline, in microseconds.
        case deadline = "DEADLINE_US"
        /// The first event of a gap.
        case from = "FROM"
        /// The last event of a gap.
        case to = "TO"
        /// The version of the program.
        case version = "VERSION"

        /// The name as the journal has it.
        public var journalName: String { "SIGHT_" + rawValue }

        /// What its value is, in one line for the manual.
        public var meaning: String {
            switch self {
                case .line: "the line's name"
                case .sequence: "the event's number"
                case .frame: "the driver's number of the frame"
                case .verdict: "pass, fail or undecided"
                case .reason: "why: of an undecided verdict, a missed frame, a refusal"
                case .score: "the image score"
                case .threshold: "the threshold it was compared with"
                case .model: "the model's digest"
                case .count: "how many"
                case .part: "the part's id, where one is given"
                case .camera: "the camera's source"
                case .clientProcess: "the connected client's process"
                case .clientUser: "the connected client's user"
                case .clientGroup: "the connected client's group"
                case .path: "a file or folder"
                case .latency: "from the frame's capture to its verdict, in microseconds"
                case .deadline: "the deadline, in microseconds"
                case .from: "the first event of a gap"
                case .to: "the last event of a gap"
                case .version: "the version of the program"
            }
        }
    }

    /// What the value is.
    public let name: Name
    /// The value; any text.
    public let value: String

    /// Names a value.
    public init(_ name: Name, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Names a number.
    public init(_ name: Name, _ value: some BinaryInteger) { self.init(name, String(value)) }

    /// Names a number with a fraction.
    public init(_ name: Name, _ value: Float) { self.init(name, value.description) }

    /// Whether the journal takes this name: capital letters, digits and underscores, at most 64, a
    /// letter first.
    static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 64 else { return false }
        let capital = UInt8(ascii: "A")...UInt8(ascii: "Z")
        let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
        return capital.contains(first)
            && name.utf8.allSatisfy {
                capital.contains($0) || digit.contains($0) || $0 == UInt8(ascii: "_")
            }
    }
}
