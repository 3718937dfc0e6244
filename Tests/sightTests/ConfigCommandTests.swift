import Inspection
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

    @Test func `what the daemon would refuse is told with its place`() throws {
        let file = try SettingsFile.parse(
            "camera.source = \"demo:?fpz=4\"\n[inspection]\nignore = \"/no/mask.png\"",
            file: "f.toml")
        let complaints = StartFault.complaints(file)
        #expect(complaints.count == 2)
        #expect(complaints.first?.hasPrefix("f.toml:1:1: camera.source `demo:?fpz=4`") == true)
        #expect(complaints.last?.hasPrefix("f.toml:3:1: inspection.ignore: /no") == true)
        let fine = try SettingsFile.parse("camera.source = \"demo:\"", file: "f.toml")
        #expect(StartFault.complaints(fine) == [])
    }
}
