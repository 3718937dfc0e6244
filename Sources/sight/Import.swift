import Anomaly
import ArgumentParser
import Evaluation
import Host
import Imaging
import Inspection
import Training

/// `sight import`: from somebody else's networks to a model file of ours.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a model file of trained EfficientAD networks and pictures of good parts.",
        discussion: """
            DIR is PUAD's folder of one product (student.pt, autoencoder.pt, mu.pt, sigma.pt, \
            quantile.pt; the teacher beside it or in ../../teacher), a folder with nelson1425's \
            state dicts, or a Lightning checkpoint of anomalib. Nothing in these files is executed.

            The networks stay as they are. PUAD's statistics, the scales of the scores and the \
            scores that thresholds are chosen from come from the good pictures: those of \
            train/good and validation/good where FOLDER has them, else 15 % of the pictures are \
            held out. Quantiles are kept from PUAD's folder and computed otherwise.
            """)

    @Argument(help: ArgumentHelp("The folder or checkpoint to import.", valueName: "DIR"))
    var source: String

    @Option(help: ArgumentHelp("Pictures of good parts, PNG, JPEG or BMP.", valueName: "FOLDER"))
    var good: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "MODEL"))
    var output: String

    @Option(help: ArgumentHelp("The teacher's state dict.", valueName: "FILE"))
    var teacher: String?

    @Option(
        parsing: .unconditional, help: PixelRegion.help, transform: PixelRegion.init(typed:))
    var region: PixelRegion?

    @Option(help: "Which scores decide: EfficientAD's alone, or with PUAD's distance.")
    var detector = DetectorChoice.puad

    @Flag(help: "Replace the model file if it exists.")
    var force = false

    @Flag(help: "Leave out pictures that cannot be read, instead of stopping.")
    var skipUnreadable = false

    func run() throws {
        try OutputFile.check(output, force: force)
        let networks = try readNetworks()
        let fitted = try fit(networks)
        try Self.write(fitted.model, to: output)
        try report(networks, fitted)
    }

    private func readNetworks() throws -> ImportedNetworks {
        do {
            return try ImportedNetworks.read(path: source, teacher: teacher)
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
    }

    private func fit(_ networks: ImportedNetworks) throws -> FittedModel {
        var options = FittingOptions(toolVersion: sightVersion)
        options.region = region?.region
        options.skipsUnreadable = skipUnreadable
        options.detector = detector.kind
        options.threads = ThreadChoice.count(nil)
        Interrupt.watch()
        var line = ProgressLine()
        do {
            let split = try PictureSplit.find(in: good)
            var fitter = ModelFitter(networks, options: options) { progress in
                line.show(progress.stage.rawValue, done: progress.done, total: progress.total)
                return !Interrupt.wasAsked
            }
            return try fitter.fit(split)
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
    }

    /// Reads what is to be written, runs its golden pictures, and then replaces the file.
    static func write(_ model: Model, to path: String) throws {
        let content: [UInt8]
        do throws(ModelError) {
            content = try ModelFile.content(of: model, file: path)
            let read = try ModelFile.read(content, file: path)
            let detector = try makeDetector(for: read, threads: 1)
            try GoldenCheck.run(read, on: detector, file: path)
        } catch {
            throw ToolFailure(
                .fault, "the model that was made is refused, and not written: \(error.fault)")
        }
        do throws(ModelError) {
            try ModelFile.write(content, to: path)
        } catch {
            throw ToolFailure(.world, error.description)
        }
    }

    private func report(_ networks: ImportedNetworks, _ fitted: FittedModel) throws {
        for warning in fitted.warnings { Terminal.say("warning: \(warning)") }
        for picture in fitted.skipped { Terminal.say("left out: \(picture.reason)") }
        let kept = networks.studentQuantiles == nil ? "computed" : "kept from the import"
        Terminal.say("imported from \(networks.layout.rawValue), quantiles \(kept)")
        Terminal.say(ModelSheet(fitted.model, path: output).text)
        Terminal.say(DetectorAdvice.text(of: fitted.model))
        Terminal.say(
            """

            Golden check passed. Next: set model = "\(output)" in [inspection], or try
              sight inspect PICTURES --model \(output)
            """)
    }
}
