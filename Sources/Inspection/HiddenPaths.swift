internal import Settings

/// Paths that a person's shell has, but not the service `sightd@LINE`.
enum HiddenPaths {
    /// What the unit hides with ProtectHome= and PrivateTmp=.
    private static let folders = ["/home", "/root", "/run/user", "/tmp", "/var/tmp"]
    private static let replay = "replay:"

    /// A sentence for each such path in the settings.
    static func warnings(_ settings: Settings) -> [String] {
        let source = settings.camera.source
        let played =
            source.hasPrefix(replay)
            ? String(source.dropFirst(replay.count).prefix { $0 != "?" }) : ""
        let paths = [
            ("camera.source", played), ("inspection.model", settings.inspection.model),
            ("inspection.ignore", settings.inspection.ignore ?? ""),
            ("record.directory", settings.record.directory),
        ]
        return paths.compactMap { key, path in
            guard !path.isEmpty, let why = reason(path) else { return nil }
            return "\(key): the service sightd@\(settings.line.name) will not find \(path), "
                + "because \(why); put it under /var/lib/sight"
        }
    }

    private static func reason(_ path: String) -> String? {
        guard path.hasPrefix("/") else { return "its paths begin at /" }
        return folders.first { path == $0 || path.hasPrefix($0 + "/") }
            .map { "its unit hides \($0)" }
    }
}
