import Anomaly
import ArgumentParser
import Host

/// `sight model`: what is in a model file, and whether it may serve.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Show or verify a model file.",
        subcommands: [ModelShow.self, ModelVerify.self])
}

/// `sight model show`: the facts of a model file.
struct ModelShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print where a model comes from, how large it is and what it supports.",
        discussion: """
            Exits with 3 when the file cannot be read or holds no model, a teacher for example. \
            Whether a model may serve is `sight model verify`'s to say.
            """)

    @Argument(help: ArgumentHelp("The model file.", valueName: "FILE"))
    var file: String

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let model = try ModelCommand.read(file, refused: .world)
        let sheet = ModelSheet(model, path: file)
        Terminal.say(json ? try sheet.json() : sheet.text)
    }
}

/// `sight model verify`: every check that the daemon makes before a model serves.
struct ModelVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a model file and run its golden pictures.",
        discussion: "Exits with 0 when the model may serve, 1 when it must not, 3 without a file.")

    @Argument(help: ArgumentHelp("The model file.", valueName: "FILE"))
    var file: String

    func run() throws {
        let model = try ModelCommand.read(file, refused: .no)
        let report = try ModelCommand.check(model, file, refused: .no)
        Terminal.say("\(file): may serve. \(report.text).")
    }
}

extension ModelCommand {
    /// Reads a model whose golden pictures agree: what is made or measured of a damaged one would
    /// look sound.
    static func readToServe(_ file: String) throws -> Model {
        let model = try read(file, refused: .world)
        _ = try check(model, file, refused: .world)
        return model
    }

    /// Runs the golden pictures of a model.
    fileprivate static func check(
        _ model: Model, _ file: String, refused: ToolExit
    ) throws -> GoldenCheck.Report {
        do throws(ModelError) {
            let detector = try makeDetector(for: model, threads: ThreadChoice.count(nil))
            return try GoldenCheck.run(model, on: detector, file: file)
        } catch {
            throw ToolFailure(refused, error.description)
        }
    }

    /// Reads a model; a file that is there but refused ends with the given code.
    static func read(_ file: String, refused: ToolExit) throws -> Model {
        do throws(ModelError) {
            return try ModelFile.read(path: file)
        } catch {
            if case .unreadable = error { throw ToolFailure(.world, error.description) }
            throw ToolFailure(refused, error.description)
        }
    }
}
