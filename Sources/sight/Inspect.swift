import ArgumentParser
import Events
import Foundation
import Host
import Imaging
import Inspection
import Settings

/// `sight inspect`: judges pictures in files exactly as the daemon judges frames.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge pictures, with the daemon's own pipeline.",
        discussion: """
            PATHs are pictures (PNG, JPEG, BMP) or folders of them. Exits with 0 when every \
            picture passed, 1 when one failed or is undecided (what is no whole picture is: \
            corrupt), 3 when a file is missing or may not be read.

            Model, region, mask and threshold come from a configuration (--config), from options, \
            or from both; an option goes before the configuration.
            """)

    @Argument(help: ArgumentHelp("Pictures, or folders of pictures.", valueName: "PATH"))
    var paths: [String]

    @Option(help: ArgumentHelp("The line's settings.", valueName: "FILE"))
    var config: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The model file.", valueName: "MODEL"))
    var model: String?

    @Option(
        parsing: .unconditional, help: PixelRegion.help, transform: PixelRegion.init(typed:))
    var region: PixelRegion?

    @Option(help: ArgumentHelp("What is not inspected: white in this PNG.", valueName: "MASK"))
    var ignore: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The image score from which a part fails.", valueName: "SCORE"))
    var threshold: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The share of good parts that may fail.", valueName: "RATE"))
    var falseRejectRate: Double?

    @Option(help: ArgumentHelp("Write each picture with its heat map here.", valueName: "FOLDER"))
    var heatmap: String?

    @Flag(help: "Print one JSON object a picture: its path and the verdict event's fields.")
    var json = false

    mutating func validate() throws {
        try ThresholdChoice.check(threshold, falseRejectRate)
        try OptionNumber.check(
            "--false-reject-rate", falseRejectRate,
            "a number from 0.000001 to 0.5, such as 0.01"
        ) { (1e-6...0.5).contains($0) }
    }

    func run() throws {
        var inspection = try start()
        if let warning = inspection.warning { Terminal.complain("sight: warning: \(warning)") }
        let found = InspectedPictures(paths)
        try refuseClash(in: found)
        if let heatmap { try OutputFolder.make(heatmap) }
        var tally = InspectionTally()
        for complaint in found.complaints {
            Terminal.complain("sight: \(complaint)")
            tally.countUnread()
        }
        for picture in found.pictures {
            do throws(PictureInspection.Failure) {
                let event = try inspection.inspect(picture.path)
                tally.count(event.verdict)
                Terminal.say(
                    json
                        ? InspectionLine.json(event, picture.path)
                        : InspectionLine.text(event, picture.path))
            } catch {
                Terminal.complain("sight: \(error.description)")
                tally.countUnread()
                continue
            }
            if let heatmap { try drawMap(of: picture, into: heatmap, &inspection) }
        }
        if !json, tally.count > 1 { Terminal.say(tally.text) }
        if tally.end != .done { throw ArgumentParser.ExitCode(tally.end.rawValue) }
    }

    /// Fails before the work begins where one heat map would replace another.
    private func refuseClash(in found: InspectedPictures) throws {
        guard let heatmap, let (first, second) = found.clash else { return }
        throw ToolFailure(
            .usage,
            "\(first.path) and \(second.path) would both have the heat map "
                + "\(heatmap)/\(first.mapName); name a folder above both, whose structure is "
                + "kept, or inspect them one after the other with two folders of heat maps")
    }

    private func drawMap(
        of picture: InspectedPictures.Picture, into folder: String,
        _ inspection: inout PictureInspection
    ) throws {
        let target = "\(folder)/\(picture.mapName)"
        try OutputFolder.make(FileSystem.folder(of: target))
        do {
            _ = try inspection.writeHeatMap(to: target)
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
    }

    private func start() throws -> PictureInspection {
        var settings = Settings()
        if let config {
            do throws(SettingsError) {
                settings = try SettingsFile.load(config, requiringModel: false).settings
            } catch {
                throw ToolFailure(.usage, error.description)
            }
        }
        if let model { settings.inspection.model = model }
        if let ignore { settings.inspection.ignore = ignore }
        if let region = region?.region {
            settings.inspection.region = Settings.Region(
                x: region.x, y: region.y, width: region.width, height: region.height)
        }
        if let threshold { settings.inspection.threshold = threshold }
        if let falseRejectRate {
            settings.inspection.threshold = nil
            settings.inspection.falseRejectRate = falseRejectRate
        }
        guard !settings.inspection.model.isEmpty else {
            throw ToolFailure(
                .usage, "no model: pass --model FILE, or --config FILE with one in [inspection]")
        }
        do throws(PictureInspection.Failure) {
            return try PictureInspection(settings)
        } catch {
            throw ToolFailure(.world, error.description)
        }
    }
}
