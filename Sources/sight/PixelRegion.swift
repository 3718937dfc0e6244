import ArgumentParser
import Foundation
import Imaging
import Settings

/// A region as it is typed: `x,y,width,height`.
struct PixelRegion {
    let region: Region

    private static let least = Settings.Region.shortestSide

    static let help = ArgumentHelp(
        "The inspected part of the pictures in pixels, at least \(least)x\(least).",
        valueName: "x,y,width,height")

    /// Reads a region.
    ///
    /// - Parameter text: What was typed.
    /// - Throws: A `ValidationError` that says what is allowed.
    init(typed text: String) throws {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
            Int($0.trimmingCharacters(in: .whitespaces))
        }
        guard numbers.count == 4, let x = numbers[0], let y = numbers[1], let width = numbers[2],
            let height = numbers[3], x >= 0, y >= 0
        else {
            throw ValidationError("give four whole numbers from 0, such as 280,0,720,720.")
        }
        let least = Self.least
        guard width >= least, height >= least else {
            throw ValidationError(
                "\(width)x\(height) pixels are too few for a picture; give at least "
                    + "\(least)x\(least).")
        }
        region = Region(x: x, y: y, width: width, height: height)
    }
}
