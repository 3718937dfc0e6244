import Foundation
import Testing

@testable import Training

@Suite struct PhotoLibraryTests {
    private func library(
        _ folder: PhotoFolder, skipsUnreadable: Bool = false
    ) throws(DistillationError) -> PhotoLibrary {
        try PhotoLibrary(folder: folder.path, skipsUnreadable: skipsUnreadable) { _, _ in true }
    }

    @Test func `photos and their digest follow from the folder`() throws {
        let folder = try PhotoFolder(100)
        let first = try library(folder)
        #expect(first.paths.count == 100 && first.paths == first.paths.sorted())
        #expect(first.digest.count == 64 && first.skipped.isEmpty)
        #expect(try library(folder) == first)
        try folder.add("2000", width: 80, height: 64)
        #expect(try library(folder).digest != first.digest)
    }

    @Test func `too few photos are refused with the number that is needed`() throws {
        let folder = try PhotoFolder(99)
        #expect(throws: DistillationError.tooFewPhotos(folder: folder.path, found: 99)) {
            _ = try library(folder)
        }
    }

    @Test func `a folder that is missing is told`() throws {
        let error = #expect(throws: DistillationError.noFolder(path: "/nonexistent")) {
            try PhotoLibrary(folder: "/nonexistent", skipsUnreadable: true) { _, _ in true }
        }
        #expect(error?.description.hasPrefix("/nonexistent: there is no such folder.") == true)
    }

    @Test func `photos that cannot be used are listed, or left out when asked`() throws {
        let folder = try PhotoFolder(100)
        try folder.add("small", width: 63, height: 300)
        try Data("no photo".utf8).write(to: URL(filePath: "\(folder.path)/bad.jpg"))
        do throws(DistillationError) {
            _ = try library(folder)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("2 pictures cannot be used"))
            #expect(error.description.contains("small.png: is 63x300 pixels; 64 are needed"))
            #expect(error.description.contains("bad.jpg"))
        }
        let kept = try library(folder, skipsUnreadable: true)
        #expect(kept.paths.count == 100 && kept.skipped.count == 2)
    }

    @Test func `who asks to stop is obeyed`() throws {
        let folder = try PhotoFolder(3)
        var seen = 0
        #expect(throws: DistillationError.cancelled) {
            _ = try PhotoLibrary(folder: folder.path, skipsUnreadable: false) { done, total in
                seen = total
                return done < 2
            }
        }
        #expect(seen == 3)
    }
}
