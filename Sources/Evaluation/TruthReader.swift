import Imaging

/// What the ground truth of one picture shows, at the sizes at which it is asked for.
struct PictureTruth: Sendable, Equatable {
    /// At 256x256, resized like the picture and cut at one half; parts that touch are one defect.
    var small: DefectRegions
    /// At the region's own size with a saturation for each defect; `nil` but for LOCO.
    var full: DefectRegions?
}

/// Reads masks as the pictures they belong to are read.
struct TruthReader: ~Copyable {
    private static let side = Preprocessor.side
    private let saturations: SaturationTable?
    private var preprocessor: Preprocessor

    /// Prepares to read.
    init(region: Region?, saturations: SaturationTable?) {
        self.saturations = saturations
        preprocessor = Preprocessor(region: region)
    }

    /// Reads the truth of one picture.
    ///
    /// - Parameters:
    ///   - picture: With its masks.
    ///   - size: Of the whole picture file.
    ///   - inspected: The size of its inspected part.
    /// - Returns: Where its defects are.
    /// - Throws: A sentence with the mask's path.
    mutating func read(
        _ picture: TestSet.Picture, size: PictureSize, inspected: PictureSize
    ) throws(UnusablePicture) -> PictureTruth {
        switch picture.truth {
            case .good, .missing:
                PictureTruth(
                    small: DefectRegions(width: Self.side, height: Self.side),
                    full: saturations == nil
                        ? nil : DefectRegions(width: inspected.width, height: inspected.height))
            case .mask(let path): PictureTruth(small: try mask(path, size), full: nil)
            case .regions(let paths): try regions(paths, size, inspected)
        }
    }

    private mutating func mask(
        _ path: String, _ size: PictureSize
    ) throws(UnusablePicture) -> DefectRegions {
        try prepare(try load(path, size), path)
        return DefectRegions(mask: smallMask(), width: Self.side, height: Self.side)
    }

    /// One file for each defect, whose value says how much of it must be found.
    private mutating func regions(
        _ paths: [String], _ size: PictureSize, _ inspected: PictureSize
    ) throws(UnusablePicture) -> PictureTruth {
        var union = [Bool](repeating: false, count: Self.side * Self.side)
        var regions: [DefectRegions.DefectRegion] = []
        for path in paths {
            var picture = try load(path, size)
            let value = Self.whiten(&picture)
            try prepare(picture, path)
            for (place, isDefect) in smallMask().enumerated() where isDefect { union[place] = true }
            let runs = wholeRuns()
            // A region option may leave nothing of it.
            guard !runs.isEmpty else { continue }
            let area = runs.reduce(0) { $0 + $1.count }
            guard let saturation = saturations?.saturation(of: value, area: area) else {
                throw UnusablePicture(
                    reason: "\(path): its value \(value) is not in defects_config.json")
            }
            regions.append(DefectRegions.DefectRegion(runs: runs, saturation: saturation))
        }
        return PictureTruth(
            small: DefectRegions(mask: union, width: Self.side, height: Self.side),
            full: DefectRegions(
                width: inspected.width, height: inspected.height, regions: regions))
    }

    private func load(
        _ path: String, _ size: PictureSize
    ) throws(UnusablePicture) -> RGBPicture {
        let picture: RGBPicture
        do throws(ImagingError) {
            picture = try PictureFile.read(path)
        } catch {
            throw UnusablePicture(reason: error.description)
        }
        guard picture.size == size else {
            throw UnusablePicture(
                reason: "\(path): the mask is \(picture.size) pixels, its picture \(size)")
        }
        return picture
    }

    private mutating func prepare(
        _ picture: borrowing RGBPicture, _ path: String
    ) throws(UnusablePicture) {
        let layout = FrameLayout(format: .rgb3, width: picture.width, height: picture.height)
        do throws(ImagingError) {
            _ = try preprocessor.prepare(picture.bytes, layout: layout)
        } catch {
            throw UnusablePicture(reason: "\(path): \(error.description)")
        }
    }

    /// (256, 256): above one half of white.
    private func smallMask() -> [Bool] {
        let bytes = preprocessor.picture.bytes
        return (0..<Self.side * Self.side).map { bytes[3 * $0] > 127 }
    }

    /// The runs of what is not black, at the region's own size.
    private func wholeRuns() -> [Range<Int>] {
        let (bytes, size) = (preprocessor.regionPicture.bytes, preprocessor.regionPicture.size)
        let mask = (0..<size.width * size.height).map { bytes[3 * $0] > 0 }
        return DefectRegions.runs(of: mask, mask.indices)
    }

    /// Makes everything white that is not black; answers the largest value that was there.
    private static func whiten(_ picture: inout RGBPicture) -> Int {
        var bytes = picture.mutableBytes
        var value: UInt8 = 0
        for index in bytes.indices where bytes[index] > 0 {
            value = max(value, bytes[index])
            bytes[index] = 255
        }
        return Int(value)
    }
}

/// Why a picture or its truth cannot be used, a sentence with its path.
struct UnusablePicture: Error {
    let reason: String
}
