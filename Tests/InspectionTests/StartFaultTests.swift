import Inspection
import Settings
import Testing

@Suite struct StartFaultTests {
    @Test(
        arguments: [
            "demo:?fpz=4", "demo:?fps=0", "demo:?fps=nan", "demo:?seed=-1", "replay:/tmp?fpsx=3",
        ])
    func `a source that the daemon cannot read is told`(source: String) throws {
        var settings = Settings()
        settings.camera.source = source
        let faults = StartFault.all(in: settings)
        #expect(faults.map(\.key) == ["camera.source"])
        #expect(faults.first?.message.hasPrefix("camera.source `\(source)`") == true)
    }

    @Test func `a missing mask is told, and no precision is a fault`() {
        for precision in Settings.Precision.allCases {
            var settings = Settings()
            settings.inspection.precision = precision
            settings.inspection.ignore = "/nonexistent/mask.png"
            let faults = StartFault.all(in: settings)
            #expect(faults.map(\.key) == ["inspection.ignore"])
            #expect(faults.last?.message.contains("inspection.ignore: /nonexistent") == true)
        }
    }

    @Test func `the defaults have no fault`() {
        #expect(StartFault.all(in: Settings()).isEmpty)
    }
}
