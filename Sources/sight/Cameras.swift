import ArgumentParser
import Capture
import Foundation
import Host

/// `sight cameras`: what is plugged in, and what it can do.
struct Cameras: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List this machine's cameras with their formats and controls.",
        discussion: "Exits with 0 when there is a camera, 1 when there is none.")

    func run() throws {
        let entries: [CameraList.Entry]
        do throws(CameraError) {
            entries = try CameraList.all()
        } catch {
            throw ToolFailure(.world, error.description)
        }
        var cameras = 0
        for entry in entries {
            switch entry {
                case .camera(let camera):
                    cameras += 1
                    Terminal.say(Self.text(camera))
                case .refused(let path, let error):
                    Terminal.complain("\(path): \(error.description)")
            }
        }
        guard cameras > 0 else {
            Terminal.complain(
                "no camera was found; plug one in, see `ls /dev/video*`, or try source = \"demo:\"")
            throw ArgumentParser.ExitCode(ToolExit.no.rawValue)
        }
    }

    /// A camera as a block of lines, ready to be copied into a configuration.
    static func text(_ camera: CameraDescription) -> String {
        var lines = ["\(camera.card) (\(camera.driver), \(camera.bus))"]
        lines.append("  source = \"\(camera.stablePaths.first ?? camera.path)\"")
        if camera.stablePaths.isEmpty {
            lines.append("  (no stable path: this name may change when cameras are replugged)")
        }
        for format in camera.formats {
            let known = format.pixelFormat == nil ? "  (not read by Sight)" : ""
            lines.append("  \(format.code)  \(format.description)\(known)")
            lines += format.sizes.map { "        \(Self.text($0))" }
        }
        for control in camera.controls {
            let value = control.value.map { "\($0)" } ?? "-"
            let notes =
                (control.isReadOnly ? "  read only" : "")
                + (control.isInactive ? "  inactive" : "")
            lines.append(
                "  \(control.name) = \(value)  (\(control.range.lowerBound)…"
                    + "\(control.range.upperBound), step \(control.step), default "
                    + "\(control.standard))\(notes)")
        }
        return lines.joined(separator: "\n")
    }

    private static func text(_ size: CameraFormat.Size) -> String {
        let range = size.least == size.greatest ? "\(size.least)" : "\(size.least)…\(size.greatest)"
        let rates = size.rates.map { String(format: "%g", $0) }.joined(separator: ", ")
        return rates.isEmpty ? range : "\(range) at \(rates) fps"
    }
}
