import ArgumentParser
import Foundation
import Host
import Training

/// `sight distill`: what a backbone says about photos, for a teacher to learn.
struct Distill: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the targets that a teacher learns, from a backbone and photos.",
        discussion: """
            FILE is torchvision's ResNet-50 or WideResNet-101-2, as .pth or safetensors, or a \
            ResNet-50 with folded batch norms. Nothing in it is executed. FOLDER holds photos of \
            anything, JPEG or PNG, the more the better.

            The cache holds a picture and its target for each crop, 2.6 MB together. Which crops \
            there are follows from the photos and the seed alone: the command goes on where it was \
            stopped, and adds to a cache when it is given a larger number of crops.
            """)

    @Option(help: ArgumentHelp("The pretrained network.", valueName: "FILE"))
    var backbone: String

    @Option(help: ArgumentHelp("Photos, PNG or JPEG.", valueName: "FOLDER"))
    var photos: String

    @Option(help: ArgumentHelp("Where the targets are kept.", valueName: "FILE"))
    var cache: String

    @Option(help: ArgumentHelp("How many crops of the photos there shall be.", valueName: "N"))
    var crops = 10_000

    @Option(help: ArgumentHelp("Which crops; another number, other crops.", valueName: "N"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Threads to work with; 0: all processors.", valueName: "N"))
    var threads = 0

    @Flag(help: "Leave out photos that cannot be read, instead of stopping.")
    var skipUnreadable = false

    @Flag(help: "Make the targets only.")
    var targetsOnly = false

    func validate() throws {
        guard crops > 0 else { throw ValidationError("--crops must be at least 1.") }
        guard (0...256).contains(threads) else {
            throw ValidationError("--threads must be from 0 to 256.")
        }
        guard targetsOnly else {
            throw ValidationError(
                "This version makes the targets, and no teacher of them yet: pass --targets-only.")
        }
    }

    func run() throws {
        Interrupt.watch()
        do {
            try makeTargets()
        } catch let error as BackboneError {
            throw ToolFailure(.world, error.description)
        } catch let error as DistillationError {
            throw ToolFailure(.world, error.description)
        }
    }

    private func makeTargets() throws {
        let network = try Backbone.read(path: backbone)
        for warning in network.warnings { Terminal.say("warning: \(warning)") }
        var line = ProgressLine()
        let library = try PhotoLibrary(folder: photos, skipsUnreadable: skipUnreadable) {
            line.show("checking the photos", done: $0, total: $1)
            return !Interrupt.wasAsked
        }
        for photo in library.skipped { Terminal.say("left out: \(photo.reason)") }
        var maker = try TargetMaker(
            network, photos: library, seed: seed,
            threads: threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads)
        Terminal.say("\(network.name), \(library.paths.count) photos, \(crops) crops")
        var pace = Pace()
        var kept = 0
        try maker.fill(cache: cache, crops: crops) { done, total in
            line.show("making targets", done: done, total: total)
            pace.note(done)
            kept = done
            return !Interrupt.wasAsked
        }
        if let milliseconds = pace.milliseconds {
            Terminal.say("\(pace.made) crops made, \(milliseconds) ms each")
        }
        Terminal.say("\(cache): \(kept) crops")
    }
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
