import ArgumentParser
import Evaluation
import Foundation
import Host

/// `sight means`: the figures of several products side by side, and their means.
struct Means: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare evaluations of several products, with their means.",
        discussion: """
            FILEs are what `sight evaluate --json` wrote, one a product. Each row has the seven \
            metrics of the detector that decides in the product's model, and mAD, their mean.
            """)

    @Argument(help: ArgumentHelp("Evaluations in JSON.", valueName: "FILE"))
    var files: [String]

    func validate() throws {
        // However it is spelled.
        let places = files.map { URL(filePath: $0).standardizedFileURL.resolvingSymlinksInPath() }
        for (index, file) in files.enumerated() where places[..<index].contains(places[index]) {
            throw ValidationError("\(file) is given twice: its product would count twice.")
        }
    }

    func run() throws {
        do throws(ProductFigures.Unusable) {
            var products: [ProductFigures] = []
            for file in files { products.append(try ProductFigures(path: file)) }
            Terminal.say(ProductFigures.table(products))
        } catch {
            throw ToolFailure(.world, error.description)
        }
    }
}
