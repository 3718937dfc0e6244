import Anomaly
import Foundation

extension Evaluation {
    /// One JSON object with every figure and every picture's scores; shares from 0 to 1.
    ///
    /// - Parameter model: What the model is called.
    /// - Returns: UTF-8; what is undefined is `null`.
    public func json(model: String) -> [UInt8] {
        let object: [String: Any] = [
            "folder": folder,
            "model": model,
            "precision": NetworkPrecision.f32.rawValue,
            "good": good.count,
            "defective": defective.count,
            "kinds": kinds.map { Self.object($0, detector) },
            "all": Self.object(all, detector),
            "stretched": Self.some(stretched.map(Self.object)),
            "mAD": Self.some(meanOfSeven),
            "thresholds": promises.map(Self.object),
            "advice": Self.some(advice.map(Self.object)),
            "pictures": pictures.map { Self.object($0, detector) },
            "left_out": skipped,
            "warnings": warnings,
        ]
        let options: JSONSerialization.WritingOptions = [
            .sortedKeys, .prettyPrinted, .withoutEscapingSlashes,
        ]
        // Every value above is one that JSON has.
        let data = (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data()
        precondition(!data.isEmpty, "an evaluation can be said in JSON")
        return Array(data) + [UInt8(ascii: "\n")]
    }

    private static func object(_ group: Group, _ detector: DetectorKind?) -> [String: Any] {
        [
            "name": group.name,
            "parts": group.count,
            "image": Dictionary(
                uniqueKeysWithValues: group.image.map {
                    ($0.key.key(detector), object($0.value))
                }),
            "pixel": some(group.pixel.map(object)),
            "saturated": some(group.saturated.map(saturated)),
        ]
    }

    /// What is undefined is null.
    private static func some(_ value: Any?) -> Any { value ?? NSNull() }

    private static func saturated(_ metrics: PixelMetrics) -> [String: Any] {
        [
            "regions": metrics.regions,
            "au_spro_005": some(metrics.overlapAreas.first ?? nil),
            "au_spro_03": some(metrics.overlapAreas.last ?? nil),
        ]
    }

    private static func object(_ metrics: RankMetrics) -> [String: Any] {
        [
            "auroc": some(metrics.auroc),
            "ap": some(metrics.averagePrecision),
            "f1_max": some(metrics.f1Max?.value),
            "f1_threshold": some(metrics.f1Max?.threshold),
        ]
    }

    private static func object(_ metrics: PixelMetrics) -> [String: Any] {
        var object = metrics.rank.map(Self.object) ?? [:]
        object["au_pro"] = some(metrics.auPRO)
        object["regions"] = metrics.regions
        if let compatible = metrics.compatible {
            object["ader_f1_max"] = some(compatible.f1Max)
            object["ader_au_pro"] = some(compatible.auPRO)
        }
        return object
    }

    private static func object(_ check: PromiseCheck) -> [String: Any] {
        [
            "detector": check.detector.rawValue,
            "threshold": Double(check.threshold.value),
            "false_reject_rate_asked": some(check.threshold.asked),
            "false_reject_rate_promised": some(check.threshold.promised),
            "false_reject_rate_bound_95": some(check.threshold.confidenceBound),
            "calibration_scores": check.threshold.count,
            "false_rejects": object(check.falseRejects),
            "false_rejects_allowed":
                some(check.threshold.mostFailures(among: check.falseRejects.total)),
            "promise_kept": some(check.isKept),
            "escapes": object(check.escapes),
        ]
    }

    private static func object(_ share: Share) -> [String: Any] {
        [
            "count": share.count, "total": share.total, "share": share.value,
            "low_95": share.interval.lowerBound, "high_95": share.interval.upperBound,
        ]
    }

    private static func object(_ advice: DetectorAdvice) -> [String: Any] {
        [
            "detector": advice.recommended.rawValue, "price": advice.price,
            "parts": advice.parts, "refuted": advice.isRefuted,
        ]
    }

    private static func object(_ picture: Picture, _ detector: DetectorKind?) -> [String: Any] {
        let scores = ScoreKind.allCases.compactMap { kind in
            picture.scores[kind].map { (kind.key(detector), Double($0)) }
        }
        return [
            "path": picture.path, "kind": picture.kind ?? "good",
            "score": Double(picture.scores.deciding),
            "scores": Dictionary(uniqueKeysWithValues: scores),
        ]
    }
}
