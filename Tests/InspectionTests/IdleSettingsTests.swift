import Host
import Settings
import Testing

@testable import Inspection

@Suite struct IdleSettingsTests {
    /// Settings in which all is asked of a camera.
    private func asking(of source: String) -> Settings {
        var settings = Settings()
        settings.camera.source = source
        settings.camera.format = "YUYV"
        settings.camera.size = Settings.Size(width: 640, height: 480)
        settings.camera.fps = 30
        settings.camera.controls = [Settings.Control(name: "gain", value: 1)]
        settings.camera.buffers = 8
        return settings
    }

    private func keys(_ warnings: [String]) -> [String] {
        warnings.map { String($0.prefix { $0 != " " }) }
    }

    @Test(arguments: ["demo:", "replay:/var/lib/sight/parts?loop"])
    func `what a source that is no camera does not heed is told with its key`(source: String) {
        let warnings = IdleSettings.warnings(asking(of: source))
        // The rate is heeded where the source does not name its own.
        #expect(
            keys(warnings) == ["camera.format", "camera.controls", "camera.buffers", "camera.size"])
        for warning in warnings {
            #expect(warning.contains("\(source)") && warning.contains("; remove it, or name a"))
        }
        #expect(warnings.last?.contains("are undecided (wrong_size)") == true)
    }

    @Test func `a rate beside that of the source is told`() {
        let warnings = IdleSettings.warnings(asking(of: "demo:?fps=5"))
        #expect(keys(warnings).last == "camera.fps")
        #expect(warnings.last?.contains("demo:?fps=5 says 5.0 frames a second itself") == true)
    }

    @Test func `cameras and defaults are not told of`() throws {
        #expect(IdleSettings.warnings(asking(of: "/dev/video0")).isEmpty)
        let file = Settings.defaultFile.replacing("/dev/video0", with: "demo:")
        let settings = try SettingsFile.parse(file).settings
        #expect(settings.camera.source == "demo:" && IdleSettings.warnings(settings).isEmpty)
    }

    @Test func `the line tells it when it starts`() throws {
        var settings = asking(of: "demo:")
        settings.inspection.model = InferenceStageTests.model
        let journal = RecordingJournal()
        _ = try Startup(settings, config: "", journal: journal)
        let told = journal.entries.filter { $0.messageID == .settingIdle }
        #expect(told.count == 4 && told.allSatisfy { $0.priority == .warning })
    }
}
