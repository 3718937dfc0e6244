import Realtime
import TestSupport
import Testing

@testable import Capture

@Suite struct AnyDeviceTests {
    let clock = ManualClock()

    func device(_ text: String, rate: Double? = nil) throws -> AnyDevice {
        var settings = CameraSettings()
        settings.framesPerSecond = rate
        return AnyDevice(
            try CameraSource(text), settings: settings, clock: clock, sleeper: clock)
    }

    @Test func `each kind of source makes its device`() throws {
        func kind(_ text: String) throws -> String {
            switch try device(text) {
                case .camera: "camera"
                case .replay: "replay"
                case .demo: "demo"
            }
        }
        #expect(try kind("/dev/video0") == "camera")
        #expect(try kind("replay:/pictures") == "replay")
        #expect(try kind("demo:") == "demo")
    }

    @Test(arguments: [("demo:?fps=5", 5.0), ("demo:", 20)])
    func `the source's own rate goes before that of the settings`(
        text: String, rate: Double
    ) throws {
        var device = try device(text, rate: 20)
        #expect(try device.open().framesPerSecond == rate)
    }

    @Test func `without any rate a simulated camera has the standard one`() throws {
        var device = try device("demo:")
        #expect(try device.open().framesPerSecond == CameraSource.defaultRate)
    }

    @Test func `a stage runs over it`() throws {
        let channel = CaptureChannel(inference: CountingWaker(), main: CountingWaker())
        var stage = CaptureStage(
            device: try device("demo:?fps=5&seed=3"), clock: clock, sleeper: clock,
            channel: channel)
        for _ in 0..<4 { _ = stage.step() }
        channel.stop()
        for _ in 0..<10 where stage.step() == .finished { break }
        var story = Story()
        story.read(channel)
        #expect(story.reports == ["opened", "streaming", "0=0", "1=1", "2=2", "closed"])
    }

    @Test(arguments: ["/dev/no-such-camera", "replay:/no-such-folder"])
    func `a device that cannot be opened says so and stays usable`(text: String) throws {
        var device = try device(text)
        for _ in 0..<2 {
            var caught: CameraError?
            do throws(CameraError) { _ = try device.open() } catch { caught = error }
            switch caught {
                case .notFound, .noFolder: continue
                default: Issue.record("\(text) does not exist")
            }
        }
        device.close()
    }
}
