import Compute
import Testing

@Suite struct MatrixProductTests {
    @Test func `column products agree with their definition`() {
        let rows: [Double] = [1, 2, 3, 4, 5, 7]
        #expect(columnProducts(rows, columns: 2) == [35, 49, 49, 69])
        #expect(columnProducts(rows, columns: 3)[1] == 1 * 2 + 4 * 5)
    }
}
