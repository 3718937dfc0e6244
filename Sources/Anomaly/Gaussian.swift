import Compute

/// PUAD's picture of a normal part: the mean feature vector, and its covariance's Cholesky factor.
public struct Gaussian: Sendable, Equatable {
    /// (channels).
    public var mean: [Double]
    /// (channels, channels), row-major, lower triangular: covariance = L · Lᵀ.
    public var cholesky: [Double]

    /// Pairs the two; `check` says whether they fit.
    public init(mean: [Double], cholesky: [Double]) {
        self.mean = mean
        self.cholesky = cholesky
    }

    /// Checks shapes and values.
    ///
    /// - Parameters:
    ///   - channels: What the feature vectors have.
    ///   - file: What messages call the model.
    /// - Throws: `.badTensor` for a wrong count, a value that is not finite, a value above the
    ///   diagonal, or a diagonal that is not above zero.
    public func check(channels: Int, file: String) throws(ModelError) {
        guard mean.count == channels, mean.allSatisfy(\.isFinite) else {
            throw .badTensor(
                file: file, tensor: "puad_mean", reason: "not \(channels) finite values")
        }
        guard cholesky.count == channels * channels else {
            throw .badTensor(
                file: file, tensor: "puad_cholesky",
                reason: "not of shape (\(channels), \(channels))")
        }
        for row in 0..<channels {
            let values = cholesky[(row * channels)..<((row + 1) * channels)]
            guard values.allSatisfy(\.isFinite), values.dropFirst(row + 1).allSatisfy({ $0 == 0 })
            else {
                throw .badTensor(
                    file: file, tensor: "puad_cholesky",
                    reason: "row \(row) is not finite or not zero above the diagonal")
            }
            guard cholesky[row * channels + row] > 0 else {
                throw .badTensor(
                    file: file, tensor: "puad_cholesky",
                    reason: "element (\(row), \(row)) is not above zero")
            }
        }
    }
}

extension Gaussian {
    /// Fits a Gaussian to the feature vectors of normal pictures, by Ledoit and Wolf's shrinkage.
    ///
    /// - Parameter features: One vector a picture, at least two.
    /// - Throws: `.cannotFit` for too few vectors, or for vectors that are all one.
    /// - Source: PUAD; its pseudo-inverse is the inverse here, for the covariance must be positive
    ///   definite.
    public init(features: [[Double]]) throws(ModelError) {
        let estimate = try LedoitWolf(rows: features)
        var factor = estimate.covariance
        if let row = factorise(&factor, side: estimate.mean.count) {
            throw .cannotFit(
                reason: "the covariance of \(features.count) feature vectors is not positive "
                    + "definite (row \(row))")
        }
        self.init(mean: estimate.mean, cholesky: factor)
    }

    /// The Mahalanobis distance of a feature vector: the norm of z where L · z = feature - mean.
    ///
    /// - Parameter feature: (channels); z takes its place.
    /// - Returns: The distance, from 0.
    public func distance(of feature: inout [Double]) -> Double {
        precondition(feature.count == mean.count, "a feature vector has one element a channel")
        for index in feature.indices { feature[index] -= mean[index] }
        return solvedSquare(&feature, lower: cholesky).squareRoot()
    }
}
