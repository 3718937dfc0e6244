import Compute
import TestSupport
import Testing

extension KernelTests {
    @Suite struct CholeskyFactorTests {
        @Test func `the factor times its transpose is the matrix`() {
            let side = 29
            let rows = formulaWeights("rows", count: 50 * side, limit: 1).map(Double.init)
            let matrix = columnProducts(rows, columns: side)
            var lower = matrix
            #expect(factorise(&lower, side: side) == nil)
            let product = (0..<(side * side)).map { (index: Int) -> Double in
                let (row, column) = (index / side * side, index % side * side)
                return (0..<side).reduce(0) { sum, k in sum + lower[row + k] * lower[column + k] }
            }
            expectClose(product, matrix, within: 1e-12)
            for row in 0..<side {
                #expect(lower[(row * side + row + 1)..<((row + 1) * side)].allSatisfy { $0 == 0 })
            }
        }

        @Test func `a matrix that is not positive definite is refused at its row`() {
            var matrix: [Double] = [1, 0, 0, 0, 1, 1, 0, 1, 1]
            #expect(factorise(&matrix, side: 3) == 2)
            var unknown: [Double] = [1, 0, 0, .nan]
            #expect(factorise(&unknown, side: 2) == 1)
        }
    }
}
