import Glibc
import Host
import Testing

@Suite struct EnvironmentTests {
    @Test func `a variable that is set has its value, one that is not has none`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            unsafe setenv("SIGHT_TEST", "grün", 1)
            let isRead = Environment.value(of: "SIGHT_TEST") == "grün"
            exit(isRead && Environment.value(of: "SIGHT_TEST_NONE") == nil ? 7 : 1)
        }
    }
}
