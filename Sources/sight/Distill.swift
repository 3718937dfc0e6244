import Anomaly
import ArgumentParser
import Foundation
import Host
import Inspection
import Training

/// `sight distill`: what a backbone says about photos, for a teacher to learn.
struct Distill: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a teacher from a pretrained network and photographs.",
        // What the parser makes of an output that may be left out has no output.
        usage: """
            sight distill --backbone <FILE> --photos <FOLDER> --output <FILE> [<options>]
            sight distill --backbone <FILE> --photos <FOLDER> --targets-only --cache <FILE> \
            [<options>]
            """,
        discussion: """
            FILE is torchvision's ResNet-50 or WideResNet-101-2, as .pth or safetensors, or a \
            ResNet-50 with folded batch norms. Nothing in it is executed. FOLDER holds photographs \
            of anything, JPEG or PNG, the more the better.

            First come the targets: what the network says about crops of the photographs, 2.6 MB \
            each, in a cache on disk. Then the teacher learns them. Both go on where they were \
            stopped when the same command is given again; a larger number of crops adds to the \
            cache. The last crops are held out, and the loss for them is told at the end.
            """)

    @Option(help: ArgumentHelp("The pretrained network.", valueName: "FILE"))
    var backbone: String

    @Option(help: ArgumentHelp("Photographs, PNG, JPEG or BMP.", valueName: "FOLDER"))
    var photos: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The teacher's file to write; left out only with --targets-only and --cache.",
            valueName: "FILE"))
    var output: String?

    @Option(help: "How wide the teacher is: s or m.")
    var size = TeacherSize.s

    @Option(help: ArgumentHelp("A teacher to go on from.", valueName: "FILE"))
    var start: String?

    @Option(
        help: ArgumentHelp("Where the targets are kept; OUTPUT.targets.", valueName: "FILE"))
    var cache: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many crops of the photographs.", valueName: "N"))
    var crops = 3_000

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Steps of learning; 0 only checks --start.", valueName: "N"))
    var steps = DistillationOptions().schedule.steps

    @Option(parsing: .unconditional, help: ArgumentHelp("Crops of a step.", valueName: "N"))
    var batch = DistillationOptions().batch

    @Option(
        parsing: .unconditional, help: ArgumentHelp("The largest learning rate.", valueName: "RATE")
    )
    var rate = DistillationOptions().schedule.rate

    @Option(help: ArgumentHelp(PrecisionChoice.help, valueName: "f32|bf16"))
    var precision: LearningPrecision?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What every random choice follows from.", valueName: "N"))
    var seed: UInt64 = 1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Threads to work with; 0: all processors.", valueName: "N"))
    var threads = 0

    @Flag(help: "Leave out photographs that cannot be read, instead of stopping.")
    var skipUnreadable = false

    @Flag(help: "Make the targets only.")
    var targetsOnly = false

    @Flag(help: "Replace the teacher's file if it exists.")
    var force = false

    func validate() throws {
        try OptionNumber.check("--crops", crops, in: 1...OptionLimits.crops)
        try OptionNumber.check("--steps", steps, in: 0...OptionLimits.steps)
        try OptionNumber.check("--batch", batch, in: 1...OptionLimits.batch)
        guard steps > 0 || start != nil else {
            throw ValidationError("--steps 0 checks a teacher: name it with --start.")
        }
        try OptionNumber.check("--rate", rate, "a number above 0 and at most 1") {
            $0 > 0 && $0 <= 1
        }
        try OptionNumber.check("--threads", threads, in: 0...OptionLimits.threads)
        guard output != nil || targetsOnly && cache != nil else {
            throw ValidationError(
                "Name the teacher's file with --output, or pass --targets-only with --cache.")
        }
    }

    func run() throws {
        if let output, !targetsOnly, steps > 0 { try OutputFile.check(output, force: force) }
        let lock = try output.map(OutputLock.init)
        defer { withExtendedLifetime(lock) {} }
        ThreadChoice.tell(askedThreads)
        Interrupt.watch()
        do {
            let options = targetsOnly ? nil : try learningOptions()
            if let options { try TeacherDistiller.checkState(options) }
            try makeTargets(for: options)
            if let output, let options { try learn(output, options) }
        } catch let error as ToolFailure {
            throw error
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
    }

    private var cachePath: String { cache ?? (output ?? "teacher") + ".targets" }

    private var askedThreads: Int? { threads == 0 ? nil : threads }

    private var workers: Int {
        ThreadChoice.count(askedThreads)
    }

    private func learningOptions() throws -> DistillationOptions {
        var options = DistillationOptions()
        options.size = size.size
        options.start = try start.map { try TeacherFile.read(path: $0) }
        options.schedule.steps = steps
        options.schedule.rate = rate
        options.batch = batch
        options.precision = PrecisionChoice.of(precision)
        options.seed = seed
        options.threads = workers
        options.state = output.map { $0 + ".training" }
        return options
    }

    private func learn(_ output: String, _ options: DistillationOptions) throws {
        let reader = try TargetCacheReader(path: cachePath)
        let recipe = reader.recipe
        let distiller = try TeacherDistiller(reader, options: options)
        var line = ProgressLine()
        let (tensors, loss) = try distiller.run { progress in
            line.show(
                "learning", done: progress.step, total: progress.steps,
                detail: String(format: "loss %.4f", progress.losses.total)
                    + ProgressLine.timeLeft(progress))
            return !Interrupt.wasAsked
        }
        Terminal.say(
            String(format: "loss %.4f for the crops of photographs that were held out", loss))
        guard steps > 0 else { return }
        try TeacherFile.write(
            tensors,
            metadata: [
                ("format", ModelFile.teacherFormat), ("size", size.rawValue),
                ("backbone", recipe.backbone), ("photos", recipe.photos),
                (
                    "learning",
                    "\(crops) crops, \(steps) steps of \(batch), rate \(rate), \(options.precision)"
                ),
                ("start", options.start?.digest ?? "random"),
                ("held_out_loss", String(format: "%.5f", loss)),
                ("tool_version", sightVersion),
            ], to: output)
        OutputFile.removeState(output + ".training")
        Terminal.say("\(output): the cache \(cachePath) may be removed")
    }

    private func makeTargets(for options: DistillationOptions?) throws {
        let network = try Backbone.read(path: backbone)
        for warning in network.warnings { Terminal.say("warning: \(warning)") }
        var line = ProgressLine()
        let library = try PhotoLibrary(folder: photos, skipsUnreadable: skipUnreadable) {
            line.show("checking the photos", done: $0, total: $1)
            return !Interrupt.wasAsked
        }
        for photo in library.skipped { Terminal.say("left out: \(photo.reason)") }
        let fewest = TargetSplit.fewestCrops(
            seed: seed, photos: library.paths.count, batch: batch)
        guard targetsOnly || crops >= fewest else {
            throw ToolFailure(
                .usage,
                "--crops \(crops): of these photographs at least \(fewest) are needed, to learn "
                    + "from \(batch) in a step and to hold one out.")
        }
        var maker = try TargetMaker(
            network, photos: library, seed: seed,
            threads: workers)
        if let options { try checkState(options, maker.recipe) }
        try checkRoom(for: maker.recipe)
        Terminal.say("\(network.name), \(library.paths.count) photos, \(crops) crops")
        var pace = Pace()
        var kept = 0
        try maker.fill(cache: cachePath, crops: crops) { done, total in
            line.show("making targets", done: done, total: total)
            pace.note(done)
            kept = done
            return !Interrupt.wasAsked
        }
        if let milliseconds = pace.milliseconds {
            Terminal.say("\(pace.made) crops made, \(milliseconds) ms each")
        }
        Terminal.say("\(cachePath): \(kept) crops")
    }
}

// MARK: - Before hours are spent

extension Distill {
    /// Whether what was begun can go on with the crops that there will be.
    private func checkState(_ options: DistillationOptions, _ recipe: TargetRecipe) throws {
        // A cache that cannot be read is told when crops are added.
        let kept = (try? TargetCacheReader(path: cachePath).count) ?? 0
        try TeacherDistiller.checkState(options, of: recipe, crops: max(kept, crops))
    }

    /// Whether the disk has room for the cache.
    private func checkRoom(for recipe: TargetRecipe) throws {
        let needed = UInt64(TargetCacheReader.bytes(of: crops, recipe))
        let kept = try FileSystem.status(of: cachePath)?.size ?? 0
        let free = try FileSystem.freeSpace(
            at: URL(filePath: cachePath)
                .deletingLastPathComponent().path)
        guard needed <= kept + free else {
            throw ToolFailure(
                .world,
                "\(cachePath): \(crops) crops take \(needed / 1_000_000) MB, and the disk has "
                    + "\(free / 1_000_000) MB free. Ask for fewer with --crops, or name another "
                    + "place with --cache.")
        }
    }
}

/// A teacher's size as it is typed.
enum TeacherSize: String, ExpressibleByArgument, CaseIterable {
    case s
    case m

    var size: ModelSize { self == .s ? .small : .medium }
}

/// How long each crop took.
private struct Pace {
    private var begun: (number: Int, at: ContinuousClock.Instant)?
    private(set) var made = 0

    /// Notes how many there are now.
    mutating func note(_ done: Int) {
        if let begun { made = done - begun.number } else { begun = (done, .now) }
    }

    /// Each one's time; `nil` while none was made.
    var milliseconds: Int? {
        guard let begun, made > 0 else { return nil }
        return Int(begun.at.duration(to: .now) / .milliseconds(made))
    }
}
