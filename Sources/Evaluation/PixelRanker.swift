import Imaging

/// Ranks the pixels of an evaluation: all kinds, each kind, both placements, and LOCO's regions.
struct PixelRanker {
    private let pictures: [Evaluation.Picture]
    private let truths: [PictureTruth]
    private let options: EvaluationOptions
    private let report: Evaluator.Report

    /// Prepares to rank.
    ///
    /// - Parameters:
    ///   - pictures: As they were judged.
    ///   - truths: One for each.
    ///   - options: Whether ADer's variants are wanted.
    ///   - report: Told how far the work is; false asks it to stop.
    init(
        _ pictures: [Evaluation.Picture], truths: [PictureTruth], options: EvaluationOptions,
        report: @escaping Evaluator.Report
    ) {
        self.pictures = pictures
        self.truths = truths
        self.options = options
        self.report = report
    }

    /// Fills in the pixel metrics.
    func rank(_ evaluation: inout Evaluation) throws(EvaluationError) {
        let isLOCO = truths.contains { $0.full != nil }
        var round = Round(done: 0, total: (evaluation.kinds.count + 1) * (isLOCO ? 2 : 1) + 1)
        let all = Array(pictures.indices)
        evaluation.all.pixel = try small(all, .seen, &round)
        evaluation.stretched = try small(all, .stretched, &round)
        if isLOCO { evaluation.all.saturated = try full(all, &round) }
        for index in evaluation.kinds.indices {
            let kind = evaluation.kinds[index].name
            let places = all.filter { pictures[$0].kind == nil || pictures[$0].kind == kind }
            evaluation.kinds[index].pixel = try small(places, .seen, &round)
            if isLOCO { evaluation.kinds[index].saturated = try full(places, &round) }
        }
        try say(round)
    }

    /// How many rankings are done, of how many.
    private struct Round {
        var done: Int
        let total: Int
    }

    /// At 256x256.
    private func small(
        _ places: [Int], _ placement: MapPlacement, _ round: inout Round
    ) throws(EvaluationError) -> PixelMetrics {
        let side = Preprocessor.side
        let enlarger = MapEnlarger(to: PictureSize(width: side, height: side), placement)
        var pixels: [Float] = []
        let question = PixelQuestion(wantsCompatible: options.wantsCompatible)
        let now = round
        round.done += 1
        return try PixelRanking(question).metrics { take throws(EvaluationError) in
            for place in places {
                try say(now)
                enlarger.enlarge(pictures[place].map, into: &pixels)
                take(pixels, truths[place].small)
            }
        }
    }

    /// At the region's own size, with saturations.
    private func full(
        _ places: [Int], _ round: inout Round
    ) throws(EvaluationError) -> PixelMetrics {
        var pixels: [Float] = []
        let question = PixelQuestion(limits: [0.05, 0.3], wantsRank: false)
        let now = round
        round.done += 1
        return try PixelRanking(question).metrics { take throws(EvaluationError) in
            var enlarger: MapEnlarger?
            for place in places {
                guard let truth = truths[place].full else { continue }
                try say(now)
                let size = PictureSize(width: truth.width, height: truth.height)
                if enlarger?.size != size { enlarger = MapEnlarger(to: size, .seen) }
                enlarger?.enlarge(pictures[place].map, into: &pixels)
                take(pixels, truth)
            }
        }
    }

    private func say(_ round: Round) throws(EvaluationError) {
        let progress = EvaluationProgress(stage: .ranking, done: round.done, total: round.total)
        guard report(progress) else { throw .cancelled }
    }
}
