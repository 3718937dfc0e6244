extension Settings {
    /// The default configuration file, with every key's meaning, limits and default.
    public static var defaultFile: String {
        var text = """
            # The configuration of sightd at its defaults, as printed by `sight config default`.
            # A line that begins with `# name =` shows a key that has no default.
            # The files in the folder sightd.toml.d beside this one are read after it, in order.
            # `sight config check FILE` tells whether the daemon would take it.

            """
        let defaults = Settings()
        var section = ""
        for setting in all {
            if setting.section != section {
                section = setting.section
                text += "\n[\(section)]"
            }
            text += "\n"
            text += comment(of: setting)
            text += line(of: setting, in: defaults)
        }
        return text
    }

    /// The keys as a table of Markdown.
    public static var markdownTable: String {
        let defaults = Settings()
        let rows = all.map { setting in
            let value =
                setting.spelled(in: defaults).map { "`\($0)`" } ?? setting.absence ?? ""
            let cells = [
                "`\(setting.key)`", escaped(setting.meaning), escaped(setting.allowed),
                escaped(value), setting.reach == .reload ? "reload" : "restart",
            ]
            return "| " + cells.joined(separator: " | ") + " |\n"
        }
        return "| Key | Meaning | Allowed | Default | A change needs |\n|---|---|---|---|---|\n"
            + rows.joined()
    }

    private static func comment(of setting: Setting) -> String {
        let absence = setting.absence.map { " Without it: \($0)." } ?? ""
        let reach = setting.reach == .restart ? " A change needs a restart." : ""
        let words = "\(setting.meaning) Allowed: \(setting.allowed).\(absence)\(reach)"
        return wrapped(words, width: 98).map { "# \($0)\n" }.joined()
    }

    private static func line(of setting: Setting, in settings: Settings) -> String {
        if let value = setting.spelled(in: settings) { return "\(setting.name) = \(value)\n" }
        let example = setting.example.map(setting.kind.spell) ?? ""
        return "# \(setting.name) = \(example)\n"
    }

    /// Breaks a text at its spaces.
    private static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    private static func escaped(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
