import Foundation
import Imaging
import Testing

@Suite struct PictureFolderTests {
    static func fill(_ folder: String, _ names: [String]) throws {
        for name in names {
            let file = URL(filePath: folder).appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: file)
        }
    }

    @Test func `pictures come sorted by path, from folders inside too`() throws {
        try Pictures.inFolder { folder in
            try Self.fill(
                folder,
                [
                    "b.PNG", "a/2.jpg", "a/10.jpeg", "notes.txt", ".hidden.png", "z/y/x/1.JPG",
                    "B.png",
                ])
            let found = try PictureFolder.pictures(under: folder)
            let expected = ["B.png", "a/10.jpeg", "a/2.jpg", "b.PNG", "z/y/x/1.JPG"]
            #expect(found == expected.map { folder + "/" + $0 })
            #expect(try PictureFolder.pictures(under: folder + "/").count == 5)
        }
    }

    @Test func `a link to nothing is a picture that cannot be read, by its name`() throws {
        try Pictures.inFolder { folder in
            for name in ["gone.png", "gone.txt"] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(name)", withDestinationPath: "/nonexistent")
            }
            #expect(try PictureFolder.pictures(under: folder) == ["\(folder)/gone.png"])
        }
    }

    @Test func `the path of one picture is that path`() throws {
        try Pictures.inFolder { folder in
            try Self.fill(folder, ["only.png"])
            let path = folder + "/only.png"
            #expect(try PictureFolder.pictures(under: path) == [path])
        }
    }

    @Test func `a folder without pictures and a missing one are said`() throws {
        try Pictures.inFolder { folder in
            try Self.fill(folder, ["notes.txt"])
            let empty = failure { () throws(ImagingError) in
                _ = try PictureFolder.pictures(under: folder)
            }
            #expect(empty == .noPictures(path: folder))
            let missing = failure { () throws(ImagingError) in
                _ = try PictureFolder.pictures(under: folder + "/none")
            }
            #expect(missing == .file(path: folder + "/none", .list, errno: ENOENT))
        }
    }

    @Test func `folders that go round in circles end`() throws {
        try Pictures.inFolder { folder in
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/again", withDestinationPath: folder)
            let found = failure { () throws(ImagingError) in
                _ = try PictureFolder.pictures(under: folder)
            }
            guard case .folderTooLarge = found else {
                Issue.record("\(String(describing: found))")
                return
            }
        }
    }
}
