import Anomaly
import ArgumentParser
import Evaluation
import Foundation
import Host
import Training

/// `sight evaluate`: how good a model is on labelled pictures.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure a model on pictures of good and of defective parts.",
        discussion: """
            FOLDER is laid out as MVTec AD (test/good, test/KIND, ground_truth/KIND/NAME_mask.png \
            or NAME.png) or as MVTec LOCO (ground_truth/KIND/NAME/*.png, defects_config.json). \
            The good parts should be ones that the model was not made of; if they are all of \
            those, that is seen, and said.

            For each kind of defect and for all it prints AUROC, AP and F1-max of the images by \
            EfficientAD, by the distance, by both (PUAD), by the student's and by the \
            autoencoder's map alone; of the pixels AUROC, AP, F1-max and AU-PRO (LOCO: AU-sPRO \
            too); how many good parts fail at the model's threshold beside what it promises, and \
            how many defective parts escape.

            Pixels are compared at 256x256, with the map where the networks looked, as heat maps \
            are drawn; a second row has it stretched over the picture as PUAD publishes it.

            The networks compute in float32. How far a daemon's scores in bf16 or int8 are from \
            that, `sight model show` says.
            """)

    /// Whose way of counting is shown too.
    enum Compatible: String, ExpressibleByArgument, CaseIterable {
        case ader
    }

    @Argument(help: ArgumentHelp("The labelled pictures.", valueName: "FOLDER"))
    var folder: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The model file.", valueName: "MODEL"))
    var model: String

    @Option(
        help: ArgumentHelp(
            "Write every figure and score as JSON here; - is standard output.", valueName: "FILE"))
    var json: String?

    @Option(help: ArgumentHelp("Write a page with charts and pictures.", valueName: "FILE.html"))
    var report: String?

    @Option(
        help: ArgumentHelp("Show the pixel metrics as others count them too.", valueName: "NAME"))
    var compatible: Compatible?

    @Option(
        parsing: .unconditional, help: PixelRegion.help, transform: PixelRegion.init(typed:))
    var region: PixelRegion?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            The share of good parts that may fail; \
            \(EvaluationOptions().falseRejectRate) without it.
            """, valueName: "RATE"))
    var falseRejectRate: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The image score from which a part fails.", valueName: "SCORE"))
    var threshold: Double?

    @Flag(help: "Leave out masks and the pixel metrics.")
    var imageOnly = false

    @Flag(help: "Leave out pictures that cannot be read, instead of stopping.")
    var skipUnreadable = false

    @Flag(help: "Replace the files of --json and --report if they exist.")
    var force = false

    mutating func validate() throws {
        try ThresholdChoice.check(threshold, falseRejectRate)
        try OptionNumber.check(
            "--false-reject-rate", falseRejectRate,
            "a number from 0.000001 to 0.5, such as 0.01"
        ) { (1e-6...0.5).contains($0) }
        guard json == nil || json != report else {
            throw ValidationError("--json and --report name one file: \(json ?? "").")
        }
    }

    func run() throws {
        for file in [report, json].compactMap(\.self) where file != "-" {
            try OutputFile.check(file, force: force, inputs: [self.model])
        }
        let model = try ModelCommand.readToServe(model)
        let evaluation = try evaluate(model)
        for warning in evaluation.warnings { Terminal.complain("sight: warning: \(warning)") }
        for reason in evaluation.skipped { Terminal.complain("sight: left out: \(reason)") }
        if json != "-" {
            Terminal.say(evaluation.table)
            if model.gaussian != nil {
                let scores = model.calibrationScores
                Terminal.say("\n" + (evaluation.advice?.text ?? DetectorAdvice.absence(scores)))
            }
        }
        if let json {
            let content = evaluation.json(model: self.model)
            if json == "-" {
                Terminal.say(content)
            } else {
                try OutputFile.write(content, to: json)
            }
        }
        if let report {
            try OutputFile.write(page(of: evaluation, model), to: report)
        }
    }

    private func evaluate(_ model: Model) throws -> Evaluation {
        var options = EvaluationOptions()
        options.region = region?.region
        options.skipsUnreadable = skipUnreadable
        options.imageOnly = imageOnly
        options.wantsCompatible = compatible == .ader
        options.threads = ThreadChoice.count(nil)
        if let falseRejectRate { options.falseRejectRate = falseRejectRate }
        options.threshold = threshold.map { Float($0) }
        Interrupt.watch()
        var line = ProgressLine()
        do throws(EvaluationError) {
            let set = try TestSet.find(in: folder, imageOnly: imageOnly)
            var evaluator = Evaluator(model, options: options) { progress in
                line.show(progress.stage.rawValue, done: progress.done, total: progress.total)
                return !Interrupt.wasAsked
            }
            var evaluation = try evaluator.evaluate(set)
            let good = set.pictures.filter { $0.kind == nil }.map(\.path)
            let known = KnownPictures(of: model.facts, among: good, folder: set.folder)
            if let warning = known.warning { evaluation.warnings.append(warning) }
            return evaluation
        } catch {
            throw ToolFailure(.world, error.description)
        }
    }

    private func page(of evaluation: Evaluation, _ model: Model) throws -> [UInt8] {
        let page = EvaluationPage(
            evaluation, model: self.model, facts: ModelSheet(model, path: self.model).text,
            region: region?.region)
        do throws(EvaluationError) {
            return try page.html()
        } catch {
            throw ToolFailure(.world, error.description)
        }
    }
}
