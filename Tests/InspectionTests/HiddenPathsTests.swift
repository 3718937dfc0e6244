import Settings
import Testing

@testable import Inspection

@Suite struct HiddenPathsTests {
    @Test func `what the unit hides is told with its key`() {
        var settings = Settings()
        settings.line.name = "press-3"
        settings.camera.source = "replay:/tmp/parts?fps=2"
        settings.inspection.model = "/run/user/1000/m.safetensors"
        settings.inspection.ignore = "mask.png"
        settings.record.directory = "/var/tmp"
        let warnings = HiddenPaths.warnings(settings)
        #expect(
            warnings.map { $0.prefix { $0 != ":" } } == [
                "camera.source", "inspection.model", "inspection.ignore", "record.directory",
            ])
        #expect(warnings[0].contains("find /tmp/parts, because its unit hides /tmp;"))
        #expect(warnings[1].contains("sightd@press-3"))
        #expect(warnings[2].contains("its paths begin at /"))
    }

    @Test func `what the service sees is not told`() {
        var settings = Settings()
        settings.camera.source = "/dev/video0"
        settings.inspection.model = "/var/lib/sight/models/m.safetensors"
        settings.inspection.ignore = "/homely/mask.png"
        settings.record.directory = ""
        #expect(HiddenPaths.warnings(settings).isEmpty)
        settings.camera.source = "demo:"
        #expect(HiddenPaths.warnings(settings).isEmpty)
    }
}
