import Anomaly
import Testing

@Suite struct LedoitWolfTests {
    private static let rows: [[Double]] = [
        [1, 2, 0], [2, 1, 1], [3, 5, 2], [0, 1, 1], [4, 4, 1],
    ]

    @Test func `the worked example comes out`() throws {
        let estimate = try LedoitWolf(rows: Self.rows)
        #expect(estimate.mean == [2, 2.6, 1])
        #expect(abs(estimate.shrinkage - 0.226461345) < 1e-9)
        let expected = [
            1.92753237, 1.392369579, 0.309415462, 1.392369579, 2.422597109, 0.464123193,
            0.309415462, 0.464123193, 0.689870522,
        ]
        for (found, expected) in zip(estimate.covariance, expected) {
            #expect(abs(found - expected) < 1e-8)
        }
        var point: [Double] = [1, 1, 3]
        let distance = try Gaussian(features: Self.rows).distance(of: &point)
        #expect(abs(distance - 3.156338480) < 1e-8)
    }

    @Test(arguments: ["tiny", "s", "m"])
    func `shrinkage and covariance are scikit-learn's`(name: String) throws {
        let oracle = try Oracle(name)
        let estimate = try LedoitWolf(rows: try oracle.doubleRows("rows"))
        let shrinkage = try oracle.file.doubles("lw_shrinkage")[0]
        #expect(abs(estimate.shrinkage - shrinkage) <= 1e-9 * shrinkage)
        let diagonal = try oracle.file.doubles("lw_covariance_diagonal")
        for (index, expected) in diagonal.enumerated() {
            let found = estimate.covariance[index * diagonal.count + index]
            #expect(abs(found - expected) <= 1e-9 * expected, "element \(index)")
        }
    }

    @Test func `too few rows, and rows that are not finite, are refused`() {
        #expect(throws: ModelError.self) { try LedoitWolf(rows: []) }
        #expect(throws: ModelError.self) { try LedoitWolf(rows: [[1, 2]]) }
        #expect(throws: ModelError.self) { try LedoitWolf(rows: [[1, 2], [.infinity, 0]]) }
    }

    @Test func `rows that are all one give no Gaussian`() {
        #expect(throws: ModelError.self) {
            try Gaussian(features: Array(repeating: [1, 2, 3], count: 9))
        }
    }
}
