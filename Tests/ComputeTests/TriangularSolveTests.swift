import Compute
import TestSupport
import Testing

extension KernelTests {
    @Suite struct TriangularSolveTests {
        @Test func `the solution gives the right side back`() {
            let side = 33
            var lower = formulaWeights("lower", count: side * side, limit: 0.2).map(Double.init)
            for row in 0..<side { lower[row * side + row] += 1 }
            let right = formulaWeights("right", count: side, limit: 1).map(Double.init)
            var z = right
            let square = solvedSquare(&z, lower: lower)
            let back = (0..<side).map { row in
                (0...row).reduce(0) { $0 + lower[row * side + $1] * z[$1] }
            }
            expectClose(back, right, within: 1e-12)
            #expect(abs(square - z.reduce(0) { $0 + $1 * $1 }) <= 1e-12 * square)
        }
    }
}
