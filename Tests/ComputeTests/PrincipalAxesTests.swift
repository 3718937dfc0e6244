import Compute
import TestSupport
import Testing

@Suite struct PrincipalAxesTests {
    @Test func `a matrix with known axes has them, the longest first`() throws {
        // 3 along (3, 4) / 5, and 1 across.
        let matrix = [1.72, 0.96, 0.96, 2.28]
        let axes = try #require(principalAxes(of: matrix, side: 2, count: 2))
        for (found, expected) in zip(axes, [0.6, 0.8, 0.8, -0.6]) {
            #expect(abs(found - expected) < 1e-12)
        }
        #expect(principalAxes(of: matrix, side: 2, count: 1)?.count == 2)
    }

    @Test func `axes are of length 1, across each other, and the matrix only stretches them`()
        throws
    {
        let side = 40
        let rows = formulaWeights("rows", count: 60 * side, limit: 1).map(Double.init)
        let matrix = columnProducts(rows, columns: side)
        let axes = try #require(principalAxes(of: matrix, side: side, count: side))
        func axis(_ number: Int) -> ArraySlice<Double> {
            axes[number * side..<(number + 1) * side]
        }
        func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
            zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        }
        var before = Double.infinity
        for number in 0..<side {
            let image = (0..<side).map { row in
                dot(matrix[row * side..<(row + 1) * side], axis(number))
            }
            let value = dot(image[...], axis(number))
            #expect(value <= before)
            before = value
            for (element, own) in zip(image, axis(number)) {
                #expect(abs(element - value * own) < 1e-9)
            }
            for other in 0..<side {
                #expect(abs(dot(axis(number), axis(other)) - (other == number ? 1 : 0)) < 1e-12)
            }
        }
    }

    @Test func `what is not a number has no axes`() {
        let axes = principalAxes(of: [1, .nan, .nan, 1], side: 2, count: 2)
        #expect(axes?.allSatisfy { $0.isFinite } != true)
    }
}
