import CV4L2
import Imaging
import Realtime
import TestSupport
import Testing

@testable import Capture

@Suite struct V4L2DeviceTests {
    static let layout = FrameLayout(format: .grey, width: 4, height: 2)

    func info(
        count: Int = 8, flags: Int32 = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC, nanoseconds: UInt64 = 900,
        layout: FrameLayout = layout
    ) -> FrameInfo {
        var info = FrameInfo(layout: layout)
        let taken = V4L2Handle.Taken(
            slot: 0, count: count, flags: UInt32(flags), sequence: 77, nanoseconds: nanoseconds)
        info.describe(taken, dequeuedAt: Instant(nanoseconds: 1000))
        return info
    }

    @Test func `a frame carries what the driver said`() {
        let info = info()
        #expect(info.sequence == 77 && info.capturedNanoseconds == 900)
        #expect(info.clock == .monotonic && info.timestampSource == .endOfFrame)
        #expect(info.capturedAt.nanoseconds == 900)
        #expect(!info.isCorrupt && !info.isSimulated)
    }

    @Test func `a timestamp of another clock is kept but not reckoned with`() {
        let info = info(flags: V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN)
        #expect(info.clock == .unknown && info.capturedNanoseconds == 900)
        #expect(info.capturedAt.nanoseconds == 1000)
    }

    @Test func `a timestamp from the future is not reckoned with`() {
        let info = info(nanoseconds: 1001)
        #expect(info.capturedNanoseconds == 1001 && info.capturedAt.nanoseconds == 1000)
    }

    @Test func `the start of the exposure is told apart`() {
        let flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC | V4L2_BUF_FLAG_TSTAMP_SRC_SOE
        #expect(info(flags: flags).timestampSource == .startOfExposure)
    }

    @Test func `the driver's error flag, a short frame and an empty one are corrupt`() {
        #expect(info(flags: V4L2_BUF_FLAG_ERROR).isCorrupt)
        #expect(info(count: 7).isCorrupt)
        let jpeg = FrameLayout(format: .mjpg, width: 4, height: 2)
        #expect(info(count: 0, layout: jpeg).isCorrupt)
        #expect(!info(count: 1, layout: jpeg).isCorrupt)
    }

    @Test(arguments: [
        ("/dev/no-such-camera", CameraError.notFound(path: "/dev/no-such-camera")),
        ("/dev/null", .notACamera(path: "/dev/null")),
        ("/dev", .notACamera(path: "/dev")),
        ("/etc/passwd", .notACamera(path: "/etc/passwd")),
        ("/etc/passwd/x", .notFound(path: "/etc/passwd/x")),
    ])
    func `what is no camera is refused by name`(path: String, error: CameraError) {
        var device = V4L2Device(path: path, settings: CameraSettings(), clock: ManualClock())
        var caught: CameraError?
        do throws(CameraError) { _ = try device.open() } catch { caught = error }
        #expect(caught == error)
        device.close()
    }

    @Test(arguments: [(30.0, 30000.0 / 1001, 0), (30, 30, 0), (30, 25, 1), (30, 0, 0), (60, 40, 1)])
    func `a rate that is not the one asked for is remarked on`(
        asked: Double, given: Double, remarks: Int
    ) {
        var settings = CameraSettings()
        settings.framesPerSecond = asked
        #expect(V4L2Device.remarks(on: given, settings).count == remarks)
        #expect(V4L2Device.remarks(on: given, CameraSettings()).isEmpty)
    }

    @Test func `the four letters of a format are read back`() {
        for format in PixelFormat.allCases {
            #expect(V4L2Handle.letters(of: format.fourCC) == format.rawValue)
        }
    }
}
