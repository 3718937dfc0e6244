import Imaging
import Testing

@testable import Capture

@Suite struct CameraErrorTests {
    static let path = "/dev/v4l/by-id/usb-camera"
    static let errors: [(CameraError, hint: String)] = [
        (.notFound(path: path), "`sight cameras`"),
        (.noFolder(path: path), "put pictures there"),
        (.busy(path: path), "fuser"),
        (.noPermission(path: path), "group `video`"),
        (.notACamera(path: path), "`sight cameras`"),
        (.refusedFormat(path: path, asked: "MJPG", offered: ["YUYV", "GREY"]), "YUYV, GREY"),
        (.refusedFormat(path: path, asked: "MJPG", offered: []), "nothing that Sight can read"),
        (
            .refusedSize(
                path: path, asked: PictureSize(width: 5, height: 6),
                given: PictureSize(width: 7, height: 8)), "7x8 instead of 5x6"
        ),
        (.refusedControl(path: path, name: "gain", reason: "300 is too much"), "300 is too much"),
        (.unsupported(path: path, what: "cannot stream"), "choose another"),
        (.tooFewBuffers(path: path, given: 2), "2 buffers"),
        (.gone(path: path), "cable"),
        (.call("VIDIOC_S_FMT", path: path, errno: 5), "Input/output error"),
        (.noPictures(path: path), "PNG, JPEG or BMP"),
        (.unreadable(path: path, reason: "it is locked"), "it is locked"),
    ]

    @Test(arguments: errors)
    func `each error says where it happened and what to do`(error: CameraError, hint: String) {
        #expect(error.description.contains(Self.path))
        #expect(error.description.contains(hint))
    }

    @Test func `a bad source is quoted with its reason`() {
        let error = CameraError.badSource(text: "film:", reason: "no such kind")
        #expect(error.description == "camera.source `film:` cannot be read: no such kind")
    }
}
