import Foundation
import Host
import Imaging

/// A folder of labelled pictures: MVTec AD's layout, or MVTec LOCO's.
public struct TestSet: Sendable, Equatable {
    /// Where a picture's defects are shown.
    public enum Truth: Sendable, Equatable {
        /// It has none.
        case good
        /// White in this picture.
        case mask(String)
        /// One picture for each defect (MVTec LOCO).
        case regions([String])
        /// It is not there.
        case missing
    }

    /// One picture with its truth.
    public struct Picture: Sendable, Equatable {
        /// The file.
        public var path: String
        /// The folder it lies in, such as `scratch`; `nil` for a good part.
        public var kind: String?
        /// Where its defects are shown.
        public var truth: Truth
    }

    /// The folder, as it was given.
    public let folder: String
    /// Good parts first, then each kind, in the order of their paths.
    public internal(set) var pictures: [Picture]
    /// How much of each defect must be found, by the value it is drawn with; `nil` but for LOCO.
    let saturations: SaturationTable?

    /// The names of the kinds of defect, sorted.
    public var kinds: [String] { Set(pictures.compactMap(\.kind)).sorted() }

    /// Whether each defect has a region of its own that may saturate, as in MVTec LOCO.
    public var hasSaturations: Bool { saturations != nil }

    /// Finds the pictures of `test` and their masks in `ground_truth`.
    ///
    /// - Parameters:
    ///   - folder: With `test/good` and any number of `test/KIND`.
    ///   - imageOnly: Whether masks are not looked for.
    /// - Returns: The set; masks that are missing are only noted.
    /// - Throws: `.noFolder`, `.notAFolder`, `.noTestSet`, `.noGood`, `.pictures`,
    ///   `.badSaturations`.
    public static func find(
        in folder: String, imageOnly: Bool = false
    ) throws(EvaluationError) -> TestSet {
        let base = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let names = subfolders(of: "\(base)/test")
        guard let names else { throw noTest(in: base) }
        guard names.contains("good") else { throw .noGood(path: base) }
        var pictures: [Picture] = []
        for kind in ["good"] + names.filter({ $0 != "good" }) {
            for path in try list("\(base)/test/\(kind)", isGood: kind == "good", base: base) {
                pictures.append(
                    Picture(
                        path: path, kind: kind == "good" ? nil : kind,
                        truth: kind == "good"
                            ? .good : imageOnly ? .missing : truth(of: path, base, kind)))
            }
        }
        let isLOCO = pictures.contains { if case .regions = $0.truth { true } else { false } }
        return TestSet(
            folder: base, pictures: pictures,
            saturations: isLOCO ? try SaturationTable.read("\(base)/defects_config.json") : nil)
    }

    /// Why there is no folder `test`.
    private static func noTest(in base: String) -> EvaluationError {
        if FileSystem.isMissing(base) { return .noFolder(path: base) }
        // One that this user may not look into is a folder all the same.
        let kind = (try? FileSystem.status(of: base))?.kind
        return kind ?? .folder == .folder ? .noTestSet(path: base) : .notAFolder(path: base)
    }

    private static func list(
        _ folder: String, isGood: Bool, base: String
    ) throws(EvaluationError) -> [String] {
        do throws(ImagingError) {
            return try PictureFolder.pictures(under: folder)
        } catch {
            if isGood, case .noPictures = error { throw .noGood(path: base) }
            throw .pictures(error)
        }
    }

    /// Looks for the masks of `test/KIND/NAME.png` under `ground_truth/KIND`.
    private static func truth(of picture: String, _ base: String, _ kind: String) -> Truth {
        let relative = picture.dropFirst("\(base)/test/".count)
        let stem = relative.lastIndex(of: ".").map { relative[..<$0] } ?? relative
        let place = "\(base)/ground_truth/\(stem)"
        for mask in ["\(place)_mask.png", "\(place).png"]
        where FileManager.default.fileExists(atPath: mask) {
            return .mask(mask)
        }
        let regions = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        let pictures = regions.filter { $0.lowercased().hasSuffix(".png") && !$0.hasPrefix(".") }
        return pictures.isEmpty ? .missing : .regions(pictures.sorted().map { "\(place)/\($0)" })
    }

    /// The names of the folders in a folder, sorted; `nil` where there is none.
    private static func subfolders(of folder: String) -> [String]? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return nil
        }
        return names.sorted().filter { name in
            // Only what is a folder can be listed.
            !name.hasPrefix(".")
                && (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)"))
                    != nil
        }
    }
}
