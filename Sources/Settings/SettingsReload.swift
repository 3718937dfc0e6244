extension Settings {
    /// The keys that differ and that only a restart takes.
    public static func changedRestartOnlyKeys(from old: Settings, to new: Settings) -> [String] {
        all.filter { $0.reach == .restart && $0.get(old) != $0.get(new) }.map(\.key)
    }

    /// These settings with the keys of `new` that a reload takes.
    public func reloaded(from new: Settings) -> Settings {
        var result = self
        for setting in Settings.all where setting.reach == .reload {
            setting.set(setting.get(new), &result)
        }
        return result
    }
}
