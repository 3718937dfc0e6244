import ArgumentParser
import Capture
import Foundation
import Host
import Imaging
import Realtime

/// `sight record`: pictures of good parts, from the camera that will inspect them.
struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Save pictures from a camera, to train on.",
        discussion: """
            SOURCE is a device's path (`sight cameras` lists them), or demo: or replay:FOLDER as \
            in the configuration. Pictures are saved whole and without loss, as PNG, numbered \
            after those that are in FOLDER already; nothing is ever replaced. The camera must not \
            be in use by a line. Ctrl-C ends the recording; what is saved stays.
            """)

    @Argument(help: ArgumentHelp("Where frames come from.", valueName: "SOURCE"))
    var source: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where pictures go.", valueName: "FOLDER"))
    var output: String

    @Option(parsing: .unconditional, help: ArgumentHelp("How many pictures.", valueName: "N"))
    var count = 200

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Save one frame of so many.", valueName: "N"))
    var every = 1

    @Option(help: "The pixel format, such as YUYV; the best that the camera has by default.")
    var format: FrameFormat?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("The frames' size.", valueName: "WIDTHxHEIGHT"))
    var size: FrameSize?

    @Option(parsing: .unconditional, help: ArgumentHelp("The frames' rate.", valueName: "FPS"))
    var fps: Double?

    /// Without a frame for so long, the recording fails.
    private static let patience = Duration.seconds(10)

    func validate() throws {
        try OptionNumber.check("--count", count, in: 1...OptionLimits.frames)
        try OptionNumber.check("--every", every, in: 1...OptionLimits.frames)
        try OptionNumber.check("--fps", fps, "a number above 0 and at most 1000") {
            $0 > 0 && $0 <= 1000
        }
        try refuseWithoutEffect()
    }

    /// Refuses what is asked of a camera where there is none; a source that is wrong is told later.
    private func refuseWithoutEffect() throws {
        let own: Double?
        switch try? CameraSource(source) {
            case .demo(let rate, _, _), .replay(_, let rate, _): own = rate
            case .camera, nil: return
        }
        for (option, isGiven) in [("--size", size != nil), ("--format", format != nil)]
        where isGiven {
            throw ValidationError(
                "\(option) is asked of a camera; \(source) has frames of its own and takes "
                    + "--fps only. Leave \(option) out, or name a device.")
        }
        if let fps, let own {
            throw ValidationError(
                "--fps \(fps): \(source) says \(own) frames a second itself. Leave out one of them."
            )
        }
    }

    func run() throws {
        Interrupt.watch()
        var device = try openDevice()
        defer { device.close() }
        try OutputFolder.make(output)
        var names = PictureNames(after: try FileManager.default.contentsOfDirectory(atPath: output))
        var decoder = Decoder()
        var picture = RGBPicture()
        var line = ProgressLine()
        var (saved, seen, damaged) = (0, 0, 0)
        frames: while saved < count, !Interrupt.wasAsked {
            switch device.dequeue(until: SystemClock().now().advanced(by: Self.patience)) {
                case .frame(let frame):
                    seen += 1
                    guard (seen - 1) % every == 0 else { continue }
                    guard try decode(frame, &decoder, &picture) else {
                        damaged += 1
                        continue
                    }
                    try save(picture, names.next())
                    saved += 1
                    line.show("recording", done: saved, total: count)
                case .timedOut:
                    throw ToolFailure(
                        .world, "\(source): no frame for \(Self.patience); \(saved) are saved.")
                case .ended: break frames
                case .failed(let error): throw ToolFailure(.world, error.description)
            }
        }
        Terminal.say("\(output): \(saved) pictures saved, \(damaged) damaged frames left out")
    }

    private func openDevice() throws -> AnyDevice {
        var settings = CameraSettings()
        settings.format = format?.format
        settings.size = size?.size
        settings.framesPerSecond = fps
        do throws(CameraError) {
            var device = AnyDevice(
                try CameraSource(source), settings: settings, clock: SystemClock(),
                sleeper: SystemSleeper())
            let negotiated = try device.open()
            try device.start()
            Terminal.complain(negotiated.description)
            return device
        } catch {
            if case .badSource = error { throw ToolFailure(.usage, error.description) }
            throw ToolFailure(.world, error.description)
        }
    }

    /// Whether the frame holds a picture.
    private func decode(
        _ frame: borrowing Frame, _ decoder: inout Decoder, _ picture: inout RGBPicture
    ) throws -> Bool {
        if frame.info.isCorrupt { return false }
        do throws(ImagingError) {
            try decoder.decode(frame.bytes, layout: frame.info.layout, into: &picture)
            return true
        } catch {
            Terminal.complain("sight: a frame is left out: \(error.description)")
            return false
        }
    }

    private func save(_ picture: borrowing RGBPicture, _ name: String) throws {
        do throws(ImagingError) {
            try PictureFile.write(picture, to: "\(output)/\(name)")
        } catch {
            throw ToolFailure(.world, error.description)
        }
    }
}

/// Names for pictures, numbered after those that there are.
struct PictureNames {
    private var number: Int

    /// Goes on after the largest number among file names such as `000012.png`.
    init(after names: [String]) {
        let numbers = names.compactMap { name in
            name.hasSuffix(".png") ? Int(name.dropLast(4)) : nil
        }
        // Longer ones are somebody else's numbers, a time for example.
        number = numbers.filter { (0..<1_000_000_000).contains($0) }.max() ?? 0
    }

    /// The next name.
    mutating func next() -> String {
        number += 1
        return String(format: "%06d.png", number)
    }
}

/// A frame's size as it is typed: `1280x720`.
struct FrameSize: ExpressibleByArgument {
    let size: PictureSize

    init?(argument: String) {
        let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1],
            (1...16_384).contains(width), (1...16_384).contains(height)
        else { return nil }
        size = PictureSize(width: width, height: height)
    }
}

/// A pixel format as it is typed.
struct FrameFormat: ExpressibleByArgument {
    let format: PixelFormat

    init?(argument: String) {
        guard let format = PixelFormat(rawValue: argument.uppercased()) else { return nil }
        self.format = format
    }

    static var allValueStrings: [String] { PixelFormat.allCases.map(\.rawValue) }
}
