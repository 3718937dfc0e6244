import Demo
import Testing

@Suite struct DefectPolicyTests {
    @Test func `about one part in six has a defect, and all kinds occur`() {
        let line = DemoLine(seed: 1, defects: .demo)
        let truths = (UInt64(0)..<3000).map(line.truth)
        let bad = truths.filter { !$0.isGood }
        #expect((400...600).contains(bad.count), "\(bad.count) of 3000")
        for kind in DefectKind.allCases {
            let count = bad.count { $0.defect == kind }
            #expect(count > 40, "\(kind.name): \(count)")
        }
    }

    @Test func `a line without defects tells no lie`() {
        let line = DemoLine(seed: 1, defects: .never)
        for index in UInt64(0)..<100 {
            #expect(line.truth(of: index) == line.truth(of: 0))
            #expect(line.truth(of: index).box == nil)
        }
    }

    @Test func `a truth is called as its folder is`() {
        #expect(DemoLine(seed: 1, defects: .never).truth(of: 5).name == "good")
        #expect(DemoLine(seed: 1, defects: .always(.swapped)).truth(of: 5).name == "swapped")
        #expect(DefectKind.allCases.count { $0.isLogical } == 3)
        #expect(DefectKind.allCases.count { $0.isStructural } == 3)
    }

    @Test func `missing parts are missing everywhere, not in one place`() {
        let line = DemoLine(seed: 1, defects: .always(.missing))
        let columns = Set((UInt64(0)..<200).compactMap { line.truth(of: $0).box.map { $0.x / 20 } })
        #expect(columns.count >= 8, "boxes begin in \(columns.sorted())")
    }
}
