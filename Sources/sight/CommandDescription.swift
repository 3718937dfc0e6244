import ArgumentParser
import Foundation

/// A command as ArgumentParser knows it: what `--help` is made of, for the manual.
struct CommandDescription: Decodable {
    /// An argument, an option or a flag.
    struct Argument: Decodable {
        /// One of its names.
        struct Name: Decodable {
            let kind: String
            let name: String

            /// The name with its dashes.
            var spelling: String { (kind == "long" ? "--" : "-") + name }
        }

        let kind: String
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let allValues: [String]?
        let abstract: String?

        /// Its names with its value's name, as the manual writes them.
        var term: String {
            let value = valueName.map { "<\($0)>" } ?? ""
            guard kind != "positional" else { return value }
            let spellings = (names ?? []).map { "`\($0.spelling)`" }.joined(separator: ", ")
            return kind == "option" ? "\(spellings) \(value)" : spellings
        }

        /// How it stands in the synopsis.
        var usage: String {
            let value = valueName.map { "<\($0)>" } ?? ""
            let long = names?.first { $0.kind == "long" } ?? names?.first
            let name = long.map { "`\($0.spelling)`" } ?? ""
            let body =
                switch kind {
                    case "positional": value
                    case "option": "\(name) \(value)"
                    default: name
                }
            return (isOptional ? "[\(body)]" : body) + (isRepeating ? " ..." : "")
        }
    }

    let superCommands: [String]?
    let commandName: String
    let shouldDisplay: Bool
    let abstract: String?
    let discussion: String?
    let subcommands: [CommandDescription]?
    let arguments: [Argument]?

    /// The words that call the command.
    var words: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

    /// The commands below that do something themselves, in the help's order.
    var leaves: [CommandDescription] {
        let below = (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
        return below.isEmpty ? [self] : below.flatMap(\.leaves)
    }

    /// What it takes, without what every command takes.
    var ownArguments: [Argument] {
        (arguments ?? []).filter { argument in
            argument.shouldDisplay
                && !(argument.names ?? []).contains { ["help", "version"].contains($0.name) }
        }
    }

    /// The whole tool.
    static func tool() throws -> CommandDescription {
        struct Dump: Decodable { let command: CommandDescription }
        return try JSONDecoder().decode(Dump.self, from: Data(Sight._dumpHelp().utf8)).command
    }
}
