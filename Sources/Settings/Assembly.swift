/// Settings in the making: files are laid over each other, and what is wrong is collected.
struct Assembly {
    private(set) var settings = Settings()
    /// Where each key that is given was given last.
    private(set) var places: [String: Place] = [:]
    private(set) var complaints: [Complaint] = []
    /// Whether every file added so far was TOML, so that what is absent was not given.
    private(set) var isWhole = true
    private var unknownSections: Set<String> = []

    private static let settingsByKey = Dictionary(
        uniqueKeysWithValues: Settings.all.map { ($0.key, $0) })
    private static let sections = Set(Settings.all.map(\.section))

    /// Lays a file's text over what is there.
    mutating func add(_ text: String, file: String) {
        do throws(Complaint) {
            unknownSections = []
            for entry in try TOMLDocument(text, file: file).entries { apply(entry) }
        } catch {
            isWhole = false
            complaints.append(error)
        }
    }

    mutating func complain(_ message: String, at place: Place) {
        complaints.append(Complaint(place: place, message: message))
    }

    private mutating func apply(_ entry: TOMLDocument.Entry) {
        let key = entry.path.joined(separator: ".")
        if let setting = setting(of: entry) {
            take(entry, for: setting)
        } else if let parent = parent(of: entry) {
            applyInside(parent, entry)
        } else if Self.sections.contains(key) {
            guard entry.item != .table else { return }
            complain(
                "\(key) is \(entry.item.described); it is a table of keys: "
                    + "begin a line with [\(key)] and write its keys below",
                at: entry.valuePlace)
        } else {
            complainUnknown(entry)
        }
    }

    /// The setting with the entry's very path; a quoted `"a.b"` is not `a.b`.
    private func setting(of entry: TOMLDocument.Entry) -> Setting? {
        entry.path.count == 2 ? Self.settingsByKey[entry.path.joined(separator: ".")] : nil
    }

    /// The setting in which the entry would be a key.
    private func parent(of entry: TOMLDocument.Entry) -> Setting? {
        entry.path.count > 2
            ? Self.settingsByKey[entry.path.prefix(2).joined(separator: ".")] : nil
    }

    private mutating func take(_ entry: TOMLDocument.Entry, for setting: Setting) {
        if case .controls = setting.kind, entry.item == .table {
            places[setting.key] = entry.keyPlace
        } else if setting.kind.isAuto(entry.item) {
            setting.set(nil, &settings)
            places[setting.key] = entry.keyPlace
        } else if let value = setting.kind.accept(entry.item) {
            setting.set(value, &settings)
            places[setting.key] = entry.keyPlace
        } else {
            refuse(entry, setting)
        }
    }

    private mutating func refuse(_ entry: TOMLDocument.Entry, _ setting: Setting) {
        let example = setting.get(Settings()) ?? setting.example
        let hint = example.map { "; write for example \(setting.name) = \(setting.kind.spell($0))" }
        complain(
            "\(setting.key) is \(entry.item.described); allowed is \(setting.allowed)\(hint ?? "")",
            at: entry.valuePlace)
    }

    /// Takes one control, or says that the setting is no table.
    private mutating func applyInside(_ setting: Setting, _ entry: TOMLDocument.Entry) {
        guard case .controls = setting.kind, entry.path.count == 3 else {
            complain(
                "\(setting.key) is a table; allowed is \(setting.allowed)", at: entry.keyPlace)
            return
        }
        let name = entry.path[2]
        guard let value = Self.controlValue(entry.item), Self.isControlName(name) else {
            complain(
                "\(Spelling.key(entry.path)) is \(entry.item.described); "
                    + "allowed is \(setting.allowed); write for example gain = 10",
                at: entry.valuePlace)
            return
        }
        places[setting.key] = entry.keyPlace
        places["\(setting.key).\(name)"] = entry.keyPlace
        if let index = settings.camera.controls.firstIndex(where: { $0.name == name }) {
            settings.camera.controls[index].value = value
        } else {
            settings.camera.controls.append(Settings.Control(name: name, value: value))
        }
    }

    private static func controlValue(_ item: Item) -> Int? {
        switch item {
            case .flag(let flag): flag ? 1 : 0
            case .integer(let n): Int32(exactly: n).map { Int($0) }
            default: nil
        }
    }

    private static func isControlName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { Spelling.isBare($0) && $0 != UInt8(ascii: "-") }
    }

    private mutating func complainUnknown(_ entry: TOMLDocument.Entry) {
        let section = entry.path[0]
        let isSectionKnown = Self.sections.contains(section)
        // A wrong table name would else be told for each of its keys.
        guard isSectionKnown || unknownSections.insert(section).inserted else { return }
        let nearest =
            isSectionKnown || entry.path.count == 1
            ? NearestKey.find(
                entry.path.joined(separator: "."), among: Settings.all.map(\.key))
            : NearestKey.find(section, among: Self.sections.sorted()).map { "[\($0)]" }
        let what =
            isSectionKnown || entry.path.count == 1
            ? "unknown key \(Spelling.key(entry.path))"
            : "unknown table [\(Spelling.key([section]))]"
        let hint = nearest.map { "did you mean \($0)?" } ?? "remove it;"
        complain("\(what); \(hint) `sight config default` prints every key", at: entry.keyPlace)
    }
}
