import Imaging
import Testing

@testable import Capture

@Suite struct CameraFormatTests {
    static func size(_ width: Int, _ height: Int) -> PictureSize {
        PictureSize(width: width, height: height)
    }

    static func format(_ code: String, _ width: Int, _ height: Int, rates: [Double]) -> CameraFormat
    {
        let size = size(width, height)
        return CameraFormat(
            code: code, description: code, sizes: [.init(least: size, greatest: size, rates: rates)]
        )
    }

    /// A usual webcam: the large picture is fast only when compressed.
    static let webcam = [
        format("MJPG", 1280, 720, rates: [30]), format("YUYV", 1280, 720, rates: [10, 5]),
        format("H264", 1280, 720, rates: [30]),
    ]

    func choice(_ offered: [CameraFormat], _ change: (inout CameraSettings) -> Void) throws
        -> PixelFormat
    {
        var settings = CameraSettings()
        change(&settings)
        return try CameraFormat.choice(among: offered, settings: settings, path: "/dev/video0")
    }

    @Test func `auto takes uncompressed pictures where they reach the rate`() throws {
        #expect(try choice(Self.webcam) { $0.framesPerSecond = 10 } == .yuyv)
        #expect(try choice(Self.webcam) { $0.framesPerSecond = 30 } == .mjpg)
        #expect(try choice(Self.webcam) { _ in } == .yuyv)
    }

    @Test func `auto puts the size before the rate`() throws {
        let offered = [
            Self.format("RGB3", 640, 480, rates: [60]), Self.format("YUYV", 1280, 720, rates: [5]),
        ]
        let format = try choice(offered) {
            $0.size = Self.size(1280, 720)
            $0.framesPerSecond = 60
        }
        #expect(format == .yuyv)
    }

    @Test func `auto still takes something when no size fits, so that the refusal names the size`()
        throws
    {
        #expect(try choice(Self.webcam) { $0.size = Self.size(1, 1) } == .yuyv)
    }

    @Test func `a rate of 30000 by 1001 is as good as 30`() throws {
        let offered = [
            Self.format("MJPG", 640, 480, rates: [30]),
            Self.format("YUYV", 640, 480, rates: [30000 / 1001]),
        ]
        #expect(try choice(offered) { $0.framesPerSecond = 30 } == .yuyv)
    }

    @Test func `a range of sizes holds what lies between its ends`() throws {
        let range = CameraFormat.Size(
            least: Self.size(16, 16), greatest: Self.size(640, 480), rates: [])
        #expect(range.holds(Self.size(320, 240)) && range.holds(Self.size(640, 480)))
        #expect(!range.holds(Self.size(641, 480)) && !range.holds(Self.size(320, 8)))
    }

    @Test func `what the camera does not enumerate it may have`() throws {
        let silent = [CameraFormat(code: "GREY", description: "", sizes: [])]
        #expect(try choice(silent) { $0.size = Self.size(99, 99) } == .grey)
    }

    @Test func `a named format is taken or refused with the names of the others`() throws {
        #expect(try choice(Self.webcam) { $0.format = .mjpg } == .mjpg)
        #expect(
            throws: CameraError.refusedFormat(
                path: "/dev/video0", asked: "GREY", offered: ["MJPG", "YUYV"])
        ) { try choice(Self.webcam) { $0.format = .grey } }
    }

    @Test func `a camera with foreign formats only is refused with their names`() {
        let offered = [Self.format("H264", 640, 480, rates: [30])]
        let error = #expect(throws: CameraError.self) { try choice(offered) { _ in } }
        #expect(error?.description.contains("only H264") == true)
    }

    @Test func `every pixel format has its place in the order`() {
        #expect(Set(CameraFormat.preference) == Set(PixelFormat.allCases))
        #expect(CameraFormat.preference.count == PixelFormat.allCases.count)
    }
}
