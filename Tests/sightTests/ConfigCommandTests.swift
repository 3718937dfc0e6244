import Settings
import Testing

@testable import sight

@Suite struct ConfigCommandTests {
    @Test func `the report tells the keys that are set, and where`() throws {
        let file = try SettingsFile.parse(
            "camera.fps = 25\n[inspection]\nmap_threshold = \"auto\"", file: "f.toml")
        #expect(
            ConfigCheck.report(file) == """
                f.toml: fine
                  camera.fps = 25  (f.toml:1:1)
                  inspection.map_threshold = "auto"  (f.toml:3:1)
                """)
    }
}
