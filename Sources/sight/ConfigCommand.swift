import ArgumentParser
import Host
import Inspection
import Settings

/// `sight config`: the settings' defaults, and whether a file of settings is right.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print the default settings, or check a file.",
        subcommands: [ConfigDefault.self, ConfigCheck.self])
}

/// `sight config default`: every key with its meaning and default.
struct ConfigDefault: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "default", abstract: "Print every key with its meaning and default.")

    func run() { Terminal.say(Array(Settings.defaultFile.utf8)) }
}

/// `sight config check`: whether the daemon would take a file.
struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a file of settings and the files in FILE.d.",
        discussion: """
            Prints what the files change, or every complaint as file:line:column. Exits with 0 \
            when the daemon would take them, 1 when not, 3 when a file cannot be read. The model \
            itself is checked by `sightd --check`.
            """)

    @Argument(help: ArgumentHelp("The file of settings.", valueName: "FILE"))
    var file = "/etc/sight/sightd.toml"

    func run() throws {
        let loaded: SettingsFile
        do throws(SettingsError) {
            loaded = try SettingsFile.load(file)
        } catch {
            Terminal.complain(error.description)
            if case .refused = error { throw ArgumentParser.ExitCode(ToolExit.no.rawValue) }
            throw ArgumentParser.ExitCode(ToolExit.world.rawValue)
        }
        // What the daemon would refuse, though each value is of the right kind.
        let complaints = StartFault.complaints(loaded)
        guard complaints.isEmpty else {
            for complaint in complaints { Terminal.complain(complaint) }
            throw ArgumentParser.ExitCode(ToolExit.no.rawValue)
        }
        Terminal.say(Self.report(loaded))
    }

    /// The files read, and each key they set with its value and place.
    static func report(_ loaded: SettingsFile) -> String {
        var lines = loaded.files.map { "\($0): fine" }
        for setting in Settings.all {
            guard let place = loaded.places[setting.key] else { continue }
            let value = setting.spelled(in: loaded.settings) ?? "\"auto\""
            lines.append("  \(setting.key) = \(value)  (\(place))")
        }
        return lines.joined(separator: "\n")
    }
}
