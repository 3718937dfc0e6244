/// One key of the configuration: its name, its meaning, its limits, and where it goes.
public struct Setting: Sendable {
    /// What a change of a key needs.
    public enum Reach: Sendable {
        /// A reload (SIGHUP) takes it.
        case reload
        /// Only a restart takes it.
        case restart
    }

    /// The key as written, such as `camera.fps`.
    public let key: String
    /// What it means, one sentence.
    public let meaning: String
    /// What is allowed, as half a sentence.
    public var allowed: String { kind.allowed }
    /// What a change needs.
    public let reach: Reach
    /// What it means that the key is absent, where it has no default; `nil` where it has one.
    public let absence: String?

    let kind: Kind
    /// A value to show where the key has no default.
    let example: Value?
    /// The value; `nil` where it is absent.
    let get: @Sendable (Settings) -> Value?
    /// Puts the value; `nil` makes it absent again.
    let set: @Sendable (Value?, inout Settings) -> Void

    /// The table the key stands in, such as `camera`.
    public var section: String { String(key.prefix { $0 != "." }) }
    /// The key inside of its table, such as `fps`.
    public var name: String { String(key.drop { $0 != "." }.dropFirst()) }

    /// A key that has a default.
    init<V: ValueConvertible>(
        _ key: String, _ path: any WritableKeyPath<Settings, V> & Sendable, _ kind: Kind,
        _ reach: Reach, _ meaning: String
    ) {
        self.key = key
        self.kind = kind
        self.reach = reach
        self.meaning = meaning
        absence = nil
        example = nil
        get = { $0[keyPath: path].value }
        set = { value, settings in
            guard let value, let converted = V(value) else { return }
            settings[keyPath: path] = converted
        }
    }

    /// A key that may be absent.
    init<V: ValueConvertible>(
        _ key: String, _ path: any WritableKeyPath<Settings, V?> & Sendable, _ kind: Kind,
        _ reach: Reach, absent: (String, example: V), _ meaning: String
    ) {
        self.key = key
        self.kind = kind
        self.reach = reach
        self.meaning = meaning
        absence = absent.0
        example = absent.example.value
        get = { $0[keyPath: path]?.value }
        set = { value, settings in settings[keyPath: path] = value.flatMap(V.init) }
    }

    /// The value in these settings, as TOML; `nil` where it is absent.
    public func spelled(in settings: Settings) -> String? { get(settings).map(kind.spell) }
}
