import Anomaly
import ArgumentParser
import Evaluation
import Host
import Inspection
import Training

/// `sight calibrate`: what good parts decide in a model, decided anew by more of them.
struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a model's thresholds, scales and statistics anew, without training.",
        discussion: """
            The networks of MODEL stay as they are. The good pictures decide anew: the quantiles \
            of the maps, PUAD's statistics, the scales of the scores, the scores that thresholds \
            are chosen from, and the golden pictures.

            FOLDER has train/good and validation/good, or is divided into halves: the first half \
            makes PUAD's statistics, the second everything else. The second half, or \
            validation/good, must be parts that the networks were not trained on: of those they \
            know they score too low, and thresholds would promise too much. (If FOLDER is the one \
            that the model was made of, that is seen, and it is divided as it was then.)

            Without --detector the model keeps its own. What good parts say of the choice is \
            printed.
            """)

    @Argument(help: ArgumentHelp("The model file to start from.", valueName: "MODEL"))
    var model: String

    @Option(help: ArgumentHelp("Pictures of good parts, PNG, JPEG or BMP.", valueName: "FOLDER"))
    var good: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "NEW"))
    var output: String

    @Option(
        help: """
            Which scores decide: EfficientAD's alone, with PUAD's distance (puad), or those of a \
            memory of good parts in place of student and autoencoder.
            """)
    var detector: DetectorChoice?

    @Option(
        parsing: .unconditional,
        help: """
            How many of the teacher's outputs for good parts a model with a memory remembers \
            anew; without it the model keeps those that it has.
            """)
    var memory: Int?

    @Option(
        parsing: .unconditional, help: PixelRegion.help, transform: PixelRegion.init(typed:))
    var region: PixelRegion?

    @Flag(help: "Replace the model file if it exists.")
    var force = false

    @Flag(help: "Leave out pictures that cannot be read, instead of stopping.")
    var skipUnreadable = false

    func validate() throws { try MemoryChoice.check(memory, detector) }

    func run() throws {
        try OutputFile.check(output, force: force)
        let old = try ModelCommand.readToServe(model)
        let fitted = try fit(old)
        try Import.write(fitted.model, to: output)
        report(old, fitted)
    }

    private func fit(_ old: Model) throws -> FittedModel {
        var options = FittingOptions(toolVersion: sightVersion)
        options.region = region?.region
        options.skipsUnreadable = skipUnreadable
        options.threads = ThreadChoice.count(nil)
        options.trainedOn = old.facts.training
        options.detector = detector?.kind ?? old.detector
        options.memory = memory
        if memory != nil, !options.detector.hasMemory {
            throw ToolFailure(
                .usage, "--memory: \(model) has no memory; give it one with --detector memory")
        }
        Interrupt.watch()
        var line = ProgressLine()
        do throws(FittingError) {
            let split = try PictureSplit.find(
                in: good, heldOutShare: PictureSplit.calibrationShare)
            var fitter = ModelFitter(
                ImportedNetworks(of: old, path: model), options: options
            ) { progress in
                line.show(progress.stage.rawValue, done: progress.done, total: progress.total)
                return !Interrupt.wasAsked
            }
            return try fitter.fit(split)
        } catch {
            throw ToolFailure(.world, error.description)
        }
    }

    private func report(_ old: Model, _ fitted: FittedModel) {
        for warning in fitted.warnings { Terminal.complain("sight: warning: \(warning)") }
        for picture in fitted.skipped { Terminal.complain("sight: left out: \(picture.reason)") }
        if fitted.model.facts.training.digest != old.facts.training.digest {
            Terminal.say(
                "Sight cannot know whether the networks were trained on some of the held-out "
                    + "pictures; if they were, thresholds promise too much.")
        }
        Terminal.say(ModelComparison(old: old, new: fitted.model).text)
        Terminal.say(DetectorAdvice.text(of: fitted.model))
        Terminal.say(
            """

            Golden check passed. Next: set model = "\(output)" in [inspection], or measure it with
              sight evaluate FOLDER --model \(output)
            """)
    }
}
