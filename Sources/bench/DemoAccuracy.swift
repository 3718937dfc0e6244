import Anomaly
import Demo
import Evaluation
import Imaging

/// `bench demo-accuracy`: how well a model separates fresh parts of the demo line.
///
/// Every part goes the daemon's way: the preprocessor, then the detector that the model names.
struct DemoAccuracy {
    static let usage =
        "bench demo-accuracy [--model FILE] [--count N] [--seed S] [--false-reject-rate R]"

    var model = "config/demo.safetensors"
    var count = 200
    var seed: UInt64 = 2024
    var falseRejectRate = 0.01

    /// Reads the words behind `demo-accuracy`; nil if one is not understood.
    init?(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch word {
                case "--model": model = value
                case "--count":
                    guard let number = Int(value), number >= 12 else { return nil }
                    count = number
                case "--seed":
                    guard let number = UInt64(value) else { return nil }
                    seed = number
                case "--false-reject-rate":
                    guard let rate = Double(value), rate > 0, rate < 1 else { return nil }
                    falseRejectRate = rate
                default: return nil
            }
        }
    }

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

    private static func decimals(_ value: Double) -> String {
        let digits = String(Int((value * 10_000).rounded()) + 100_000).dropFirst()
        return digits.prefix(1) + "." + digits.dropFirst()
    }

    private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(width - text.count, 0))
        return left ? text + space : space + text
    }
}
