import Anomaly
import Compute
import Testing

/// The published networks' numbers, reproduced.
@Suite(.serialized) struct OracleTests {
    @Test(arguments: ["tiny", "s", "m"])
    func `maps, features and scores are those of the published networks`(name: String) throws {
        let oracle = try Oracle(name)
        let networks = try DetectorNetworks(try oracle.weights, threads: 2)
        let (student, autoencoder) = try oracle.quantiles
        let scores = try oracle.file.floats("score")
        let gaussian = try Gaussian(features: try oracle.doubleRows("rows"))
        let distances = try oracle.file.doubles("distance")
        for (index, picture) in try oracle.pictures.enumerated() {
            networks.run(picture.span)
            let what = "\(name), picture \(index)"
            expectClose(
                networks.studentMap, try oracle.rows("map_st_56")[index], relative: 2e-5,
                "\(what), student map")
            expectClose(
                networks.otherMaps, try oracle.rows("map_ae_56")[index], relative: 2e-5,
                "\(what), autoencoder map")
            try expectFeatures(of: networks, picture: index, in: oracle, relative: 2e-5)
            let score = picturableScore(
                studentMap: networks.studentMap, otherMaps: networks.otherMaps,
                studentQuantiles: student, otherQuantiles: [autoencoder])
            #expect(abs(score - scores[index]) <= 1e-5, "\(what): \(score), not \(scores[index])")
            var feature = try oracle.rows("feature_student")[index].map(Double.init)
            let distance = gaussian.distance(of: &feature)
            #expect(
                abs(distance - distances[index]) <= 1e-5 * distances[index],
                "\(what): \(distance), not \(distances[index])")
        }
    }

    // The tolerance is of a map's range. The tiny network is left out: 24 channels average less
    // of the rounding away, and its maps of random weights are nearly flat.
    @Test(arguments: ["s", "m"])
    func `maps in bfloat16 are nearly those of the published networks`(name: String) throws {
        let oracle = try Oracle(name)
        let networks = try DetectorNetworks(
            try oracle.weights, threads: 2, element: .bfloat16)
        for (index, picture) in try oracle.pictures.enumerated() {
            networks.run(picture.span)
            let what = "\(name), picture \(index)"
            let student = try oracle.rows("map_st_56")[index]
            let autoencoder = try oracle.rows("map_ae_56")[index]
            for (found, map) in [
                (networks.studentMap, student), (networks.otherMaps, autoencoder),
            ] {
                let range = (map.max() ?? 0) - (map.min() ?? 0)
                let worst = zip(found, map).map { abs($0 - $1) }.max() ?? .infinity
                #expect(worst <= 0.015 * range, "\(what): \(worst / range) of the range")
            }
            try expectFeatures(of: networks, picture: index, in: oracle, relative: 1e-1)
        }
    }

    @Test func `maps in bytes are near those of the published networks`() throws {
        let oracle = try Oracle("s")
        var weights = try oracle.weights
        let exact = try DetectorNetworks(weights, threads: 2)
        var ranges = ActivationRanges(values: [])
        for picture in try oracle.pictures {
            exact.run(picture.span)
            exact.widen(&ranges)
        }
        weights.ranges = ranges
        let networks = try DetectorNetworks(weights, threads: 2, element: .int8)
        for (index, picture) in try oracle.pictures.enumerated() {
            networks.run(picture.span)
            for (found, map) in [
                (networks.studentMap, try oracle.rows("map_st_56")[index]),
                (networks.otherMaps, try oracle.rows("map_ae_56")[index]),
            ] {
                let range = (map.max() ?? 0) - (map.min() ?? 0)
                let worst = zip(found, map).map { abs($0 - $1) }.max() ?? .infinity
                #expect(worst <= 0.05 * range, "picture \(index): \(worst / range) of the range")
            }
            try expectFeatures(of: networks, picture: index, in: oracle, relative: 2e-1)
        }
    }

    private func expectFeatures(
        of networks: DetectorNetworks, picture: Int, in oracle: Oracle, relative: Float
    ) throws {
        for kind in FeatureKind.allCases {
            var feature = [Double](repeating: 0, count: networks.channels)
            networks.meanFeature(kind, into: &feature)
            expectClose(
                feature.map(Float.init), try oracle.rows("feature_\(kind.rawValue)")[picture],
                relative: relative, "\(oracle.name), picture \(picture), \(kind) feature")
        }
    }
}
