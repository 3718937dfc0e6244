import Demo
import Testing

@testable import Capture

@Suite struct CameraSourceTests {
    static let good: [(String, CameraSource)] = [
        ("/dev/video0", .camera(path: "/dev/video0")),
        ("/dev/v4l/by-id/usb-a?b:c", .camera(path: "/dev/v4l/by-id/usb-a?b:c")),
        ("replay:parts", .replay(folder: "parts", framesPerSecond: nil, loops: false)),
        ("replay:/a/b?fps=2.5", .replay(folder: "/a/b", framesPerSecond: 2.5, loops: false)),
        ("replay:/a/b?fps=10&loop", .replay(folder: "/a/b", framesPerSecond: 10, loops: true)),
        ("replay:/a?loop=0", .replay(folder: "/a", framesPerSecond: nil, loops: false)),
        ("replay:/a?b/c?loop", .replay(folder: "/a?b/c", framesPerSecond: nil, loops: true)),
        ("demo:", .demo(framesPerSecond: nil, seed: 1, defects: .demo)),
        (
            "demo:?fps=5&seed=7&defects=never",
            .demo(framesPerSecond: 5, seed: 7, defects: .never)
        ),
        ("demo:?defects=3", .demo(framesPerSecond: nil, seed: 1, defects: .oneIn(3))),
        (
            "demo:?defects=scratch",
            .demo(framesPerSecond: nil, seed: 1, defects: .always(.scratch))
        ),
    ]

    @Test(arguments: good) func `a source is read`(text: String, source: CameraSource) throws {
        #expect(try CameraSource(text) == source)
    }

    static let bad: [(String, reason: String)] = [
        ("", "whole path"), ("video0", "whole path"), ("film:/a", "`film` is no kind"),
        ("replay:", "name a folder"), ("replay:?loop", "name a folder"),
        ("replay:/a?fps=0", "`fps`"), ("replay:/a?fps=fast", "`fps`"), ("replay:/a?fps=", "`fps`"),
        ("replay:/a?fps=nan", "`fps`"), ("replay:/a?fps=1&fps=2", "`fps` is given twice"),
        ("replay:/a?loop=often", "`loop` is a switch"), ("replay:/a?seed=1", "no option `seed`"),
        ("demo:/a", "nothing but options"), ("demo:?seed=-1", "`seed` is a whole number"),
        ("demo:?defects=0", "`defects`"), ("demo:?defects=crack", "scratch, dent"),
        ("demo:?loop", "no option `loop`; allowed are fps, seed and defects"),
        ("replay:/a?fpsx=3", "no option `fpsx`; allowed are fps and loop"),
    ]

    @Test(arguments: bad)
    func `a malformed source is refused with its text and a reason`(text: String, reason: String) {
        let error = #expect(throws: CameraError.self) { try CameraSource(text) }
        #expect(error?.description.contains("`\(text)`") == true)
        #expect(error?.description.contains(reason) == true)
    }
}
