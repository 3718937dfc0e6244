import TestSupport
import Testing

@testable import Compute

@Suite struct MatrixProductTests {
    @Test func `a product agrees with its definition`() {
        let sides = MatrixSides(rows: 3, inner: 5, columns: 4)
        let a = formulaWeights("a", count: 15, limit: 1)
        let b = formulaWeights("b", count: 20, limit: 1)
        var product = [Float](repeating: .nan, count: 13)
        unsafe multiply(sides, a, b, into: &product)
        let expected = (0..<12).map { (index: Int) -> Float in
            let (row, column) = (index / 4, index % 4)
            return (0..<5).reduce(Float(0)) { sum, k in sum + a[row * 5 + k] * b[k * 4 + column] }
        }
        expectClose(Array(product[..<12]), expected, within: 1e-6)
        #expect(product[12].isNaN, "what lies beyond the product stays as it was")
    }

    @Test func `column products agree with their definition`() {
        let rows: [Double] = [1, 2, 3, 4, 5, 7]
        #expect(columnProducts(rows, columns: 2) == [35, 49, 49, 69])
        #expect(columnProducts(rows, columns: 3)[1] == 1 * 2 + 4 * 5)
    }
}
