import Anomaly
import Testing

/// One way to damage a model file, and what the refusal must name.
struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the error's sentence must contain.
    let named: String
    let apply: @Sendable (inout SafeTensorsFixture) throws -> Void

    init(
        _ what: String, names named: String,
        _ apply: @escaping @Sendable (inout SafeTensorsFixture) throws -> Void
    ) {
        testDescription = what
        self.named = named
        self.apply = apply
    }
}

/// Damaged model files: every one is refused, with the name of what is wrong.
@Suite struct HostileModelFileTests {
    /// Without the tensors' digests, which would hide what else is noticed.
    private static let file: Result<SafeTensorsFixture, any Error> = Result {
        var file = SafeTensorsFixture(ModelEncoding.bytes(of: try tinyModel()))
        let texts = try SafeTensors(file.bytes, file: "whole").metadata
        let digests = try #require(texts["tensor_digests"])
        file.replace(",\"tensor_digests\":\"\(digests)\"", "")
        return file
    }

    @Test(arguments: container + tensors + values + metadata)
    func `a damaged file is refused by name`(damage: Damage) throws {
        var file = try Self.file.get()
        try damage.apply(&file)
        let error = #expect(throws: ModelError.self) {
            try ModelFile.read(file.bytes, file: "damaged")
        }
        let sentence = error?.description ?? ""
        #expect(sentence.hasPrefix("damaged: "), "\(sentence)")
        #expect(sentence.contains(damage.named), "\(sentence)")
        #expect(!sentence.contains("\n"))
    }

    @Test func `the file is accepted undamaged`() throws {
        _ = try ModelFile.read(try Self.file.get().bytes, file: "whole")
    }

    @Test func `every shorter file is refused`() throws {
        let bytes = try Self.file.get().bytes
        for count in Array(0..<20) + [200, 4000, bytes.count / 2, bytes.count - 1] {
            #expect(throws: ModelError.self) {
                try ModelFile.read(Array(bytes[..<count]), file: "short")
            }
        }
    }

    @Test func `digests of other tensors are refused`() throws {
        var file = SafeTensorsFixture(ModelEncoding.bytes(of: try tinyModel()))
        file.replace("\"tensor_digests\":\"", "\"tensor_digests\":\"0123456789abcdef ")
        let error = #expect(throws: ModelError.self) {
            try ModelFile.read(file.bytes, file: "damaged")
        }
        #expect(error?.description.contains("`tensor_digests`") == true)
    }

    @Test(arguments: ["\"tool_version\":\"", "\"tensor_digests\":\""])
    func `texts that changed are refused, those without digests too`(place: String) throws {
        var file = SafeTensorsFixture(ModelEncoding.bytes(of: try tinyModel()))
        let isKey = place.contains("digests")
        file.replace(place, isKey ? "\"uensor_digests\":\"" : place + "1")
        let error = #expect(throws: ModelError.self) {
            try ModelFile.read(file.bytes, file: "damaged")
        }
        let word =
            isKey ? "`uensor_digests`: a model has no such" : "metadata: it is not what was written"
        #expect(error?.description.contains(word) == true)
    }

    static let container = [
        Damage("header longer than the file", names: "header of") { $0.lengthError = 1 << 40 },
        Damage("header length with the top bit", names: "header of") { $0.lengthError = .min },
        Damage("header length one too small", names: "last tensor") { $0.lengthError = -1 },
        Damage("header length that takes in data", names: "goes on") { $0.lengthError = 16 },
        Damage("one byte too many", names: "1 bytes after the last tensor") { $0.data.append(0) },
        Damage("one byte missing", names: "golden_pictures") { $0.data.removeLast() },
        Damage("text after the header", names: "goes on") { $0.header += "{}" },
        Damage("a nested tensor", names: "quantiles") {
            $0.replace("\"quantiles\":{", "\"quantiles\":{\"x\":{},")
        },
        Damage("a key twice", names: "quantiles") {
            $0.replace("\"quantiles\":{", "\"quantiles\":{\"dtype\":\"F32\",")
        },
        Damage("a tensor twice", names: "teacher_mean") {
            $0.replace("\"teacher_std\"", "\"teacher_mean\"")
        },
    ]

    static let tensors = [
        Damage("a tensor missing under its name", names: "student.conv3.bias") {
            $0.replace("student.conv3.bias", "student.conv3.bios")
        },
        Damage("a tensor of no network", names: "teacher.extra") {
            while $0.header.last != "}" { $0.header.removeLast() }
            $0.header.removeLast()
            let end = $0.data.count
            $0.header += ",\"teacher.extra\":{\"dtype\":\"U8\",\"shape\":[0],"
            $0.header += "\"data_offsets\":[\(end),\(end)]}}"
        },
        Damage("an unknown tensor", names: "malware") {
            $0.replace("\"puad_mean\"", "\"malware\"")
        },
        Damage("an unknown element type", names: "quantiles") {
            $0.replace("\"quantiles\":{\"dtype\":\"F32\"", "\"quantiles\":{\"dtype\":\"F31\"")
        },
        Damage("whole numbers as weights", names: "teacher.conv1.bias") {
            $0.replace(
                "\"teacher.conv1.bias\":{\"dtype\":\"F32\"",
                "\"teacher.conv1.bias\":{\"dtype\":\"I32\"")
        },
        Damage("a kernel of another side", names: "teacher.conv1.weight") {
            $0.reshape("teacher.conv1.weight", "[8,3,4,4]", "[8,12,2,2]")
        },
        Damage("inputs that do not follow", names: "teacher.conv2.weight") {
            $0.reshape("teacher.conv2.weight", "[16,8,4,4]", "[8,16,4,4]")
        },
        Damage("a weight without its rank", names: "teacher.conv1.weight") {
            $0.reshape("teacher.conv1.weight", "[8,3,4,4]", "[384]")
        },
        Damage("quantiles in another shape", names: "quantiles") {
            $0.reshape("quantiles", "[4]", "[2,2]")
        },
        Damage("a huge shape", names: "puad_cholesky") {
            $0.replace("\"shape\":[24,24]", "\"shape\":[9223372036854775807,24]")
        },
        Damage("a shape that overflows to its size", names: "puad_cholesky") {
            $0.replace("\"shape\":[24,24]", "\"shape\":[4294967296,4294967296,24,24]")
        },
        Damage("golden pictures of another side", names: "golden_pictures") {
            $0.replace("[1,256,256,3]", "[1,128,512,3]")
        },
        Damage("golden scores for two", names: "golden_scores") {
            $0.reshape("golden_scores", "[1,3]", "[3,1]")
        },
        Damage("calibration scores without rows", names: "calibration_scores") {
            $0.reshape("calibration_scores", "[1,3]", "[3]")
        },
        Damage("two tensors on one place", names: "overlaps") {
            let text = $0.header
            let mean = try SafeTensors($0.bytes, file: "f").tensor("teacher_mean").range
            let std = try SafeTensors($0.bytes, file: "f").tensor("teacher_std").range
            $0.header = text.replacing(
                "[\(std.lowerBound),\(std.upperBound)]",
                with: "[\(mean.lowerBound),\(mean.upperBound)]")
        },
        Damage("a hole", names: "hole of 8 bytes") {
            let mean = try SafeTensors($0.bytes, file: "f").tensor("puad_mean").range
            $0.replace(
                "\"shape\":[24],\"data_offsets\":[\(mean.lowerBound),\(mean.upperBound)]",
                "\"shape\":[23],\"data_offsets\":[\(mean.lowerBound),\(mean.upperBound - 8)]")
        },
        Damage("offsets beyond the file", names: "golden_pictures") {
            let place = try SafeTensors($0.bytes, file: "f").tensor("golden_pictures").range
            $0.replace("[1,256,256,3]", "[2,256,256,3]")
            $0.replace(
                "[\(place.lowerBound),\(place.upperBound)]",
                "[\(place.lowerBound),\(place.upperBound + place.count)]")
        },
    ]

    static let values = [
        Damage("a weight that is not a number", names: "student.conv2.weight") {
            try $0.set("student.conv2.weight", at: 77, to: Float.nan)
        },
        Damage("an infinite bias", names: "element 1 is not finite") {
            try $0.set("autoencoder.decoder.deconv8.bias", at: 1, to: Float.infinity)
        },
        Damage("a teacher deviation of zero", names: "teacher_std") {
            try $0.set("teacher_std", at: 3, to: Float(0))
        },
        Damage("a negative teacher deviation", names: "teacher_std") {
            try $0.set("teacher_std", at: 23, to: Float(-1))
        },
        Damage("student quantiles in the wrong order", names: "quantiles") {
            try $0.set("quantiles", at: 1, to: Float(-1000))
        },
        Damage("an autoencoder quantile that is not a number", names: "quantiles") {
            try $0.set("quantiles", at: 2, to: Float.nan)
        },
        Damage("a diagonal of zero", names: "puad_cholesky") {
            try $0.set("puad_cholesky", at: 25, to: 0.0)
        },
        Damage("a value above the diagonal", names: "puad_cholesky") {
            try $0.set("puad_cholesky", at: 1, to: 1e-300)
        },
        Damage("a mean that is not a number", names: "puad_mean") {
            try $0.set("puad_mean", at: 0, to: Double.nan)
        },
        Damage("a deviation of zero", names: "standardisation") {
            try $0.set("standardisation", at: 1, to: 0.0)
        },
        Damage("an infinite mean", names: "standardisation") {
            try $0.set("standardisation", at: 2, to: Double.infinity)
        },
        Damage("a calibration score that is not a number", names: "calibration_scores") {
            try $0.set("calibration_scores", at: 2, to: Float.nan)
        },
        Damage("a combined calibration score from nowhere", names: "calibration_scores") {
            try $0.set("calibration_scores", at: 2, to: Float(1e30))
        },
        Damage("a picturable calibration score from nowhere", names: "calibration_scores") {
            try $0.set("calibration_scores", at: 0, to: Float(-1e30))
        },
        Damage("a combined golden score from nowhere", names: "golden_scores") {
            try $0.set("golden_scores", at: 2, to: Float(5))
        },
        Damage("a golden map that is not a number", names: "golden_maps") {
            try $0.set("golden_maps", at: 3135, to: Float.nan)
        },
    ]

    static let metadata = [
        Damage("a newer format", names: "format_version") {
            $0.replace("\"format_version\":\"1\"", "\"format_version\":\"2\"")
        },
        Damage("no format", names: "format_version") { $0.replace("format_version", "format") },
        Damage("another detector", names: "`lightad`") {
            $0.replace("efficientad+puad", "lightad")
        },
        Damage("scores by which another detector decides", names: "calibration_scores") {
            $0.replace("efficientad+puad", "efficientad")
        },
        Damage("another size than the tensors'", names: "size") {
            $0.replace("\"size\":\"custom\"", "\"size\":\"s\"")
        },
        Damage("another picture", names: "picture_side") {
            $0.replace("\"picture_side\":\"256\"", "\"picture_side\":\"512\"")
        },
        Damage("another preprocessing", names: "preprocess") {
            $0.replace("rgb8-pillow", "bgr8-pillow")
        },
        Damage("an unknown feature", names: "feature") {
            $0.replace("\"feature\":\"student\"", "\"feature\":\"both\"")
        },
        Damage("a count that is none", names: "training_pictures") {
            $0.replace("\"training_pictures\":\"60\"", "\"training_pictures\":\"-1\"")
        },
        Damage("more calibration pictures than scores", names: "calibration_scores") {
            $0.replace("\"calibration_pictures\":\"1\"", "\"calibration_pictures\":\"2\"")
        },
        Damage("no source", names: "source") { $0.replace("\"source\"", "\"origin\"") },
    ]
}
