import Anomaly
import ArgumentParser
import Demo
import Evaluation
import Imaging

/// `bench demo-accuracy`: how well a model separates fresh parts of the demo line.
///
/// Every part goes the daemon's way: the preprocessor, then the detector that the model names.
struct DemoAccuracy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-accuracy",
        abstract: "Tell how well a model separates fresh parts of the demo line.")

    @Option(help: ArgumentHelp("The model file.", valueName: "FILE"))
    var model = "config/demo.safetensors"

    // Each kind of defect must be there.
    @Option("How many parts, half of them good.", valueName: "N", read: WholeNumber.atLeast(12))
    var count = 200

    @Option("What the parts follow from.", valueName: "S", read: WholeNumber.atLeast(0))
    var seed: UInt64 = 2024

    @Option(
        "The share of good parts that the threshold may reject.", valueName: "R", read: readShare)
    var falseRejectRate = 0.01

    func run() throws {
        let file = try ModelFile.read(path: model)
        let judged = try judge(makeDetector(for: file, threads: 1))
        let threshold = Threshold(
            scores: file.calibrationScores.map(\.combined), falseRejectRate: falseRejectRate)
        report(judged, threshold: threshold)
    }

    private func judge(_ detector: any Detector) throws -> [JudgedPart] {
        let parts = LabelledParts(seed: seed)
        var preprocessor = Preprocessor()
        var picture = RGBPicture()
        return try (0..<count).map { number in
            let truth = parts.render(number, into: &picture)
            let layout = FrameLayout(
                format: .rgb3, width: picture.width, height: picture.height)
            _ = try preprocessor.prepare(picture.bytes, layout: layout)
            return JudgedPart(
                truth: truth,
                assessment: detector.assess(
                    preprocessor.picture.bytes, ignored: preprocessor.ignored))
        }
    }

    private func report(_ judged: [JudgedPart], threshold: Threshold) {
        let good = judged.filter(\.truth.isGood)
        print("\(count) fresh parts of the demo line, seed \(seed): \(good.count) good")
        print("image AUROC    picturable unpicturable combined  parts")
        line("structural", good, judged.filter { $0.truth.defect?.isStructural == true })
        line("logical", good, judged.filter { $0.truth.defect?.isLogical == true })
        for kind in DefectKind.allCases {
            line("  " + kind.name, good, judged.filter { $0.truth.defect == kind })
        }
        let rejected = good.count { $0.combined >= threshold.value }
        let accepted = judged.count { !$0.truth.isGood && $0.combined < threshold.value }
        print(
            """
            at threshold \(threshold.value) (false_reject_rate \(falseRejectRate), \
            \(threshold.count) calibration scores):
              false rejects \(rejected) of \(good.count) good parts
              false accepts \(accepted) of \(judged.count - good.count) parts with a defect
            """)
    }

    private func line(_ name: String, _ good: [JudgedPart], _ bad: [JudgedPart]) {
        guard !good.isEmpty, !bad.isEmpty else { return }
        let values = [\JudgedPart.picturable, \.unpicturable, \.combined].map { score in
            RankMetrics(
                good: good.map { $0[keyPath: score] }, defective: bad.map { $0[keyPath: score] }
            ).auroc ?? .nan
        }
        let columns = values.map { Self.padded(Self.decimals($0), 11) }.joined()
        print(Self.padded(name, 12, left: true) + columns + Self.padded("\(bad.count)", 7))
    }

    private static func readShare(_ text: String) throws -> Double {
        guard let share = Double(text), share > 0, share < 1 else {
            throw ValidationError("it must be a number above 0 and below 1")
        }
        return share
    }

    private static func decimals(_ value: Double) -> String {
        let digits = String(Int((value * 10_000).rounded()) + 100_000).dropFirst()
        return digits.prefix(1) + "." + digits.dropFirst()
    }

    private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(width - text.count, 0))
        return left ? text + space : space + text
    }
}
