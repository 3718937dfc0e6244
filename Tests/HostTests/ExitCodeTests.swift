import Host
import Testing

@Suite struct ExitCodeTests {
    @Test func `the numbers are those of the contract`() {
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
        #expect(ExitCode.allCases.allSatisfy { !$0.meaning.isEmpty })
    }
}
