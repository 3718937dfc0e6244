import Anomaly
import Compute
import Host
import Testing

@Suite struct ModelErrorTests {
    static let host = HostError.call("open", on: "/m.safetensors", Errno(code: 13))
    static let errors: [(ModelError, [String])] = [
        (.unreadable(host), ["/m.safetensors", "EACCES", "cannot be read"]),
        (.unwritable(host), ["/m.safetensors", "EACCES", "cannot be written"]),
        (
            .malformed(file: "a.st", reason: "a header of 0 bytes"),
            ["a.st", "header", "copy", "import"]
        ),
        (
            .badTensor(file: "a.st", tensor: "quantiles", reason: "missing"),
            ["a.st", "`quantiles`", "missing", "import"]
        ),
        (
            .badMetadata(file: "a.st", key: "size", reason: "missing"),
            ["a.st", "`size`", "missing", "import"]
        ),
        (.notAModel(file: "a.st"), ["a.st", "`format_version`", "sight train"]),
        (.isTeacher(file: "a.st"), ["a.st", "a teacher, not a model", "--teacher a.st"]),
        (
            .unknownDetector(file: "a.st", name: "lightad"),
            ["a.st", "`lightad`", "`efficientad+puad`", "another model"]
        ),
        (.goldenPictures(file: "a.st", reason: "it has none"), ["a.st", "golden", "again"]),
        (.noThreads(host), ["threads", "fewer"]),
        (.cannotFit(reason: "no values"), ["no values", "good"]),
    ]

    @Test(arguments: errors)
    func `a sentence says what, where and what to do`(error: ModelError, words: [String]) {
        for word in words { #expect(error.description.contains(word)) }
        #expect(!error.description.contains("\n"))
        #expect(error.description.hasPrefix(error.fault))
        #expect(!error.fault.contains("sight train"))
    }

    @Test func `only what may have been damaged is to be copied again`() throws {
        for error: ModelError in [
            .badTensor(file: "a.st", tensor: "quantiles", reason: "missing"),
            .badMetadata(file: "a.st", key: "size", reason: "missing"), .notAModel(file: "a.st"),
        ] {
            #expect(!error.description.contains("copy"))
        }
        let model = try tinyModel()
        #expect {
            _ = try makeDetector(for: model, threads: 1, element: .int8)
        } throws: {
            "\($0)".contains("no ranges") && "\($0)".hasSuffix("`sight calibrate` makes them")
        }
    }
}
