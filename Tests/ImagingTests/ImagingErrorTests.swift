import Imaging
import Testing

@Suite struct ImagingErrorTests {
    static let size = PictureSize(width: 1280, height: 720)
    static let all: [ImagingError] = [
        .truncated(expected: 10, found: 9), .corrupt(.prematureEnd), .corrupt(.damaged),
        .corrupt(.tooLarge), .wrongSize(expected: size, found: size),
        .badLayout(FrameLayout(format: .nv12, width: 3, height: 3)),
        .regionOutside(Region(x: 1, y: 2, width: 3, height: 4), size), .bayerRefused,
        .maskSize(size, region: size, frame: size), .badPicture(path: "/a/b.png", .notAPicture),
        .file(path: "/a/b.png", .read, errno: 2), .fileTooLarge(path: "/a/b.png"),
        .folderTooLarge(path: "/a"), .noPictures(path: "/a"),
    ]

    @Test(arguments: all)
    func `an error is a whole sentence that says what to do`(error: ImagingError) {
        let text = error.description
        #expect(text.hasSuffix("."))
        #expect(text.contains(";"))
        #expect(!text.contains("\n"))
    }

    @Test func `a file's error has the path and the system's words`() {
        let text = ImagingError.file(path: "/a/b.png", .read, errno: 2).description
        #expect(text.hasPrefix("/a/b.png cannot be read: No such file or directory; "))
    }
}
