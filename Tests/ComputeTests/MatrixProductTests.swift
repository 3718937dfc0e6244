import Compute
import Testing

@Suite struct MatrixProductTests {
    @Test func `column products agree with their definition`() {
        let rows: [Double] = [1, 2, 3, 4, 5, 7]
        #expect(columnProducts(rows, columns: 2) == [35, 49, 49, 69])
        #expect(columnProducts(rows, columns: 3)[1] == 1 * 2 + 4 * 5)
    }

    @Test func `a product agrees with its definition`() {
        let (left, right): ([Float], [Float]) = ([1, 2, 3, 4, 5, 7], [1, 0, -1, 2, 3, 1])
        // (2, 3) times (3, 2)
        #expect(product(of: left, and: right, inner: 3) == [8, 7, 20, 17])
        #expect(product(of: [3], and: [2], inner: 1) == [6])
        #expect(product(of: [], and: [2, 4], inner: 1).isEmpty)
    }
}
