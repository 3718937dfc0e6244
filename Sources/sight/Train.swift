import Anomaly
import ArgumentParser
import Evaluation
import Foundation
import Host
import Imaging
import Inspection
import Training

/// `sight train`: from pictures of good parts to a model file.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a model file from pictures of good parts.",
        discussion: """
            FOLDER has the pictures of good parts, in train/good and validation/good, in \
            train/good alone, or simply inside; without validation/good 15 % are held out. At \
            least 134 pictures are needed, and each must show the part as the camera will.

            The model remembers what the teacher makes of good parts, and of their pictures at \
            half and at a quarter of the size, chosen so that no place of a good part is far from \
            all of it; what is far from all of it is anomalous. Then come \
            quantiles, PUAD's statistics, the scores that thresholds are chosen from, and the \
            golden pictures. That takes minutes. With --detector puad or efficientad a student \
            and an autoencoder learn instead, as published, which takes much longer: Ctrl-C stops \
            at any time, a kill too, and the same command goes on from the state, which is kept \
            beside MODEL until the model is written.
            """)

    @Argument(help: ArgumentHelp("Pictures of good parts, PNG, JPEG or BMP.", valueName: "FOLDER"))
    var good: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "MODEL"))
    var output: String

    @Option(
        help: ArgumentHelp(
            """
            The teacher: a file of `sight distill`, a model file, or a torch checkpoint. Its size \
            is the model's.
            """, valueName: "FILE"))
    var teacher: String?

    @Option(
        help: ArgumentHelp(
            "Photographs that show no parts; pictures are drawn without.", valueName: "FOLDER"))
    var photos: String?

    @Option(
        help: """
            How long a student learns: quick, which it is without this, or full as published \
            (70,000 steps).
            """)
    var schedule: ScheduleName?

    @Option(
        parsing: .unconditional,
        help: """
            Another number of steps of the student than the schedule's; the autoencoder's, before \
            them, change in proportion.
            """)
    var steps: Int?

    @Option(help: ArgumentHelp(PrecisionChoice.help, valueName: "f32|bf16"))
    var precision: LearningPrecision?

    @Option(parsing: .unconditional, help: "What every random choice follows from.")
    var seed: UInt64 = 1

    @Option(
        parsing: .unconditional,
        help: "Threads that work; as many as there are processors by default.")
    var threads: Int?

    @Option(
        help: """
            Which scores decide: EfficientAD's alone, with PUAD's distance (puad), or those of a \
            memory of good parts in place of student and autoencoder.
            """)
    var detector = DetectorChoice.memoryWithPUAD

    @Option(
        parsing: .unconditional,
        help: """
            How many of the teacher's outputs for good parts each memory has: of the picture, of \
            it at half and at a quarter of its size; \(FittingOptions.usualMemory) without it.
            """)
    var memory: Int?

    @Option(
        parsing: .unconditional, help: PixelRegion.help, transform: PixelRegion.init(typed:))
    var region: PixelRegion?

    @Flag(help: "Replace the model file if it exists.")
    var force = false

    @Flag(help: "Leave out pictures that cannot be read, instead of stopping.")
    var skipUnreadable = false

    func validate() throws {
        try OptionNumber.check("--steps", steps, in: 1...OptionLimits.steps)
        try OptionNumber.check("--threads", threads, in: 1...OptionLimits.threads)
        try MemoryChoice.check(memory, detector)
        let isOfLearning =
            schedule != nil || steps != nil || photos != nil || precision != nil
        if detector.kind.hasMemory, isOfLearning {
            throw ValidationError(
                "--schedule, --steps, --photos and --precision are of networks that learn; give "
                    + "--detector puad or efficientad with them.")
        }
    }

    func run() throws {
        try OutputFile.check(output, force: force)
        ThreadChoice.tell(threads)
        Interrupt.watch()
        let lock = try OutputLock(output)
        defer { withExtendedLifetime(lock) {} }
        // What is quickly seen comes first, in the order of the command line.
        let found = try goodPictures()
        let teacher = try readTeacher()
        try checkPhotos()
        let (split, skipped, doubts) = try usable(found)
        for picture in skipped { Terminal.say("left out: \(picture.reason)") }
        for doubt in doubts { Terminal.say("warning: \(doubt)") }
        let fitted = try fit(networks(split, from: teacher), split)
        try Import.write(fitted.model, to: output)
        if learns { OutputFile.removeState(statePath) }
        let warnings = fitted.warnings.filter { !doubts.contains($0) }
        for warning in warnings { Terminal.say("warning: \(warning)") }
        Terminal.say(ModelSheet(fitted.model, path: output).text)
        Terminal.say(DetectorAdvice.text(of: fitted.model))
        Terminal.say(
            """

            Golden check passed. Next: set model = "\(output)" in [inspection], or try
              sight inspect PICTURES --model \(output)
            """)
    }

    /// Whether there is a state; one of another run beside a memory is none of its business.
    private var learns: Bool { !detector.kind.hasMemory }

    /// Where learning goes on from.
    private var statePath: String { output + ".training" }

    private var fittingOptions: FittingOptions {
        var options = FittingOptions(toolVersion: sightVersion)
        options.region = region?.region
        options.skipsUnreadable = skipUnreadable
        options.detector = detector.kind
        options.memory = memory
        options.seed = seed
        options.threads = ThreadChoice.count(threads)
        return options
    }

    /// The good pictures, not yet read.
    private func goodPictures() throws -> PictureSplit {
        do {
            return try PictureSplit.find(in: good)
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
    }

    /// Whether there are photographs where they are said to be.
    private func checkPhotos() throws {
        guard let photos else { return }
        do {
            try EfficientADTrainer.check(photos: photos)
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
    }

    /// The good pictures that can be read, before hours are spent on them.
    private func usable(
        _ split: PictureSplit
    ) throws -> (split: PictureSplit, skipped: [UnreadablePicture], warnings: [String]) {
        do {
            var line = ProgressLine()
            return try ModelFitter.usable(split, options: fittingOptions) { progress in
                line.show(progress.stage.rawValue, done: progress.done, total: progress.total)
                return !Interrupt.wasAsked
            }
        } catch {
            throw stopped(by: error)
        }
    }

    /// The teacher, before anything takes time.
    private func readTeacher() throws -> (file: TeacherFile, name: String) {
        let path = try teacher ?? DefaultTeacher.path()
        do {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return (try TeacherFile.read(path: path), name)
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
    }

    /// What ends the command: an error, or the wish to stop, which a state outlives.
    private func stopped(by error: any Error) -> ToolFailure {
        let isWish =
            error as? FittingError == .cancelled
            || error as? TrainingError == .fitting(.cancelled)
            || error as? TrainingError == .cancelled(state: nil)
        guard isWish, learns, FileManager.default.fileExists(atPath: statePath) else {
            return ToolFailure(.world, "\(error)")
        }
        return ToolFailure(.world, "\(TrainingError.cancelled(state: statePath))")
    }

    /// What the model is made of: networks that learned, or the teacher alone.
    private func networks(
        _ split: PictureSplit, from teacher: (file: TeacherFile, name: String)
    ) throws -> ImportedNetworks {
        let origin = "trained here: teacher \(teacher.name) (\(teacher.file.digest.prefix(16)))"
        guard learns else {
            return ImportedNetworks(teacher.file, source: origin)
        }
        let (weights, schedule) = try learn(split, from: teacher.file)
        return ImportedNetworks(weights, source: "\(origin), \(schedule), seed \(seed)")
    }

    private func learn(
        _ split: PictureSplit, from teacher: TeacherFile
    ) throws -> (NetworkWeights, schedule: String) {
        var options = TrainingOptions(fitting: fittingOptions)
        options.schedule = (schedule ?? .quick).schedule
        if let steps { options.schedule = options.schedule.with(steps: steps) }
        options.precision = PrecisionChoice.of(precision)
        options.seed = seed
        options.photos = photos
        options.state = statePath
        var line = ProgressLine()
        do {
            let trainer = try EfficientADTrainer(
                teacher, paths: split.training, heldOut: split.heldOut, options: options
            ) {
                line.show($0.stage.rawValue, done: $0.done, total: $0.total)
                return !Interrupt.wasAsked
            }
            var heldOut: [Double] = []
            let weights = try trainer.run { progress in
                heldOut = progress.heldOut
                line.show(
                    "learning, \(progress.stage.rawValue)", done: progress.step,
                    total: progress.steps, detail: Self.detail(progress))
                return !Interrupt.wasAsked
            }
            Self.tell(heldOut)
            return (
                weights,
                "\(options.schedule.name), \(options.schedule.stepsText), \(options.precision)"
            )
        } catch {
            throw stopped(by: error)
        }
    }

    /// Tells how far the student was from the teacher on parts that it did not learn.
    private static func tell(_ heldOut: [Double]) {
        guard let last = heldOut.last, let least = heldOut.min() else { return }
        let losses = heldOut.map { String(format: "%.2f", $0) }.joined(separator: " ")
        Terminal.say("hard loss of parts that are held out, each tenth of the steps: \(losses)")
        if last > 1.1 * least {
            Terminal.say(
                """
                warning: it has risen: the student learns its pictures by heart. More pictures \
                of good parts, or fewer --steps, may give a better model.
                """)
        }
    }

    private static func detail(_ progress: TrainingProgress) -> String {
        let losses = progress.losses
        var terms = [
            ("hard", losses.hard), ("autoencoder", losses.autoencoder),
            ("student", losses.studentAutoencoder), ("photographs", losses.penalty),
        ]
        switch progress.stage {
            case .autoencoder: terms = []
            case .student: terms.remove(at: 1)
            case .both: break
        }
        let parts = terms.map { String(format: "\($0.0) %.3f", $0.1) }.joined(separator: ", ")
        return String(format: "loss %.3f", losses.total) + (parts.isEmpty ? "" : " (\(parts))")
            + ProgressLine.timeLeft(progress)
            + (progress.stage == .autoencoder ? ", then the student" : "")
    }

    private func fit(_ networks: ImportedNetworks, _ split: PictureSplit) throws -> FittedModel {
        var line = ProgressLine()
        do {
            var fitter = ModelFitter(networks, options: fittingOptions) { progress in
                line.show(progress.stage.rawValue, done: progress.done, total: progress.total)
                return !Interrupt.wasAsked
            }
            return try fitter.fit(split)
        } catch {
            throw stopped(by: error)
        }
    }
}

/// A schedule as it is typed.
enum ScheduleName: String, ExpressibleByArgument, CaseIterable {
    case quick
    case full

    var schedule: LearningSchedule {
        switch self {
            case .quick: .quick
            case .full: .full
        }
    }
}
