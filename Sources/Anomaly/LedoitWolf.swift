import Compute

/// A covariance matrix from few rows, drawn towards a multiple of the identity.
///
///     S = Zᵀ·Z / n, with Z the rows less their mean;  t = tr(S);  m = t / p
///     b = Σ_ij Σ_k Z_ki² · Z_kj²;  d = Σ_ij (Zᵀ·Z)_ij² / n²
///     β = min((b / n - d) / (p · n), δ);  δ = (d - 2·m·t + p·m²) / p
///     ρ = β / δ, or 0 where β = 0;  C = (1 - ρ) · S + ρ · m · I
///
/// All in double precision.
///
/// - Source: Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance
///   matrices", 2004; as PUAD uses it.
public struct LedoitWolf: Sendable {
    /// (columns).
    public let mean: [Double]
    /// (columns, columns), row-major, symmetric.
    public let covariance: [Double]
    /// How much of the covariance is the multiple of the identity: ρ, from 0 to 1.
    public let shrinkage: Double

    /// Estimates from rows of equal length.
    ///
    /// - Parameter rows: The feature vectors of normal pictures.
    /// - Throws: `.cannotFit` for fewer than two rows or a value that is not finite.
    public init(rows: [[Double]]) throws(ModelError) {
        guard rows.count >= 2, let columns = rows.first?.count, columns > 0 else {
            throw .cannotFit(reason: "\(rows.count) feature vectors have no covariance")
        }
        precondition(rows.allSatisfy { $0.count == columns }, "rows must be of equal length")
        let count = Double(rows.count)
        let mean = (0..<columns).map { column in
            rows.reduce(0) { $0 + $1[column] } / count
        }
        let centred = rows.flatMap { row in zip(row, mean).map { $0 - $1 } }
        let sums = columnProducts(centred, columns: columns)
        guard sums.allSatisfy(\.isFinite) else {
            throw .cannotFit(reason: "a feature vector is not finite")
        }
        let shrinkage = Self.shrinkage(centred, sums: sums, columns: columns)
        let trace = (0..<columns).reduce(0) { $0 + sums[$1 * columns + $1] } / count
        var covariance = sums.map { (1 - shrinkage) * $0 / count }
        for column in 0..<columns {
            covariance[column * columns + column] += shrinkage * trace / Double(columns)
        }
        self.mean = mean
        self.covariance = covariance
        self.shrinkage = shrinkage
    }

    /// ρ; `sums` is Zᵀ·Z of the centred rows.
    private static func shrinkage(_ centred: [Double], sums: [Double], columns: Int) -> Double {
        let (rows, p) = (Double(centred.count / columns), Double(columns))
        let squares = centred.map { $0 * $0 }
        // The sum over all pairs of columns of a row's squares is the square of their sum.
        let b = stride(from: 0, to: squares.count, by: columns).reduce(0) { sum, start in
            let row = squares[start..<(start + columns)].reduce(0, +)
            return sum + row * row
        }
        let d = sums.reduce(0) { $0 + $1 * $1 } / (rows * rows)
        let t = (0..<columns).reduce(0) { $0 + sums[$1 * columns + $1] } / rows
        let m = t / p
        let delta = (d - 2 * m * t + p * m * m) / p
        let beta = min((b / rows - d) / (p * rows), delta)
        return beta == 0 ? 0 : beta / delta
    }
}
