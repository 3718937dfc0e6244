import Testing

@testable import Settings

@Suite struct SettingsTableTests {
    @Test(arguments: Settings.all) func `a good value is taken`(setting: Setting) throws {
        for (toml, expected) in Samples.good(setting.kind) {
            let file = try SettingsFile.parse(setting.line(toml))
            #expect(setting.get(file.settings) == expected, "\(toml)")
            var others = file.settings
            setting.set(setting.get(Settings()), &others)
            others.camera.stallTimeout =
                setting.key == "camera.fps" ? .seconds(2) : others.camera.stallTimeout
            #expect(others == Settings(), "\(toml) changed another key")
        }
    }

    @Test(arguments: Settings.all) func `a bad value is refused where it stands`(setting: Setting) {
        for toml in Samples.bad(setting.kind) {
            let error = #expect(throws: SettingsError.self, "\(toml)") {
                try SettingsFile.parse(setting.line(toml), file: "a.toml")
            }
            guard case .refused(let complaints) = error, let first = complaints.first else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(complaints.count == 1)
            #expect(first.place.file == "a.toml")
            #expect(first.place.line == 2)
            #expect(first.message.contains(setting.key))
            #expect(first.message.contains("allowed is"))
            #expect(!first.description.contains("\n"))
        }
    }

    @Test func `every key is there once and has a default or says what its absence means`() {
        #expect(Set(Settings.all.map(\.key)).count == Settings.all.count)
        for setting in Settings.all {
            #expect(setting.key.split(separator: ".").count == 2)
            #expect(setting.meaning.hasSuffix("."))
            #expect((setting.get(Settings()) == nil) == (setting.absence != nil))
            #expect((setting.example != nil) == (setting.absence != nil))
        }
    }

    @Test(arguments: Settings.all) func `defaults and examples are allowed`(setting: Setting) throws
    {
        if case .controls = setting.kind { return }
        let value = try #require(setting.get(Settings()) ?? setting.example)
        let file = try SettingsFile.parse(setting.line(setting.kind.spell(value)))
        #expect(setting.get(file.settings) == value)
    }
}

extension Setting {
    /// A file with this key, which other keys let take its whole range.
    func line(_ toml: String) -> String {
        let others = key == "camera.fps" ? "stall_timeout = \"600s\"\n" : ""
        return "[\(section)]\n\(name) = \(toml)\n\(others)"
    }
}

/// Values at, inside and beyond the limits of each kind of setting.
enum Samples {
    static func good(_ kind: Kind) -> [(String, Value)] {
        switch kind {
            case .flag: [("true", .flag(true)), ("false", .flag(false))]
            case .integer(let range, let zero):
                [
                    ("\(range.lowerBound)", .integer(range.lowerBound)),
                    ("\(range.upperBound)", .integer(range.upperBound)),
                    ("0x20", .integer(32)),
                ] + (zero == nil ? [] : [("0", .integer(0))])
            case .number(let range, _):
                [
                    ("\(range.lowerBound)", .number(range.lowerBound)),
                    ("\(range.upperBound)", .number(range.upperBound)),
                ] + (range.contains(1) ? [("1", .number(1))] : [])
            case .text(let rule): good(rule).map { ("\"\($0)\"", .text($0)) }
            case .choice(let names): names.map { ("'\($0)'", .text($0)) }
            case .duration(let range):
                [range.lowerBound, range.upperBound].map {
                    ("\"\(Quantity.spell($0))\"", .duration($0))
                } + [("\"250ms\"", .duration(.milliseconds(250)))]
            case .bytes(let range):
                [
                    ("\"\(range.lowerBound)B\"", .integer(range.lowerBound)),
                    ("\"\(range.upperBound)B\"", .integer(range.upperBound)),
                    ("\"1.5GiB\"", .integer(3 << 29)),
                ]
            case .list(let parts):
                [parts.map(\.range.lowerBound), parts.map(\.range.upperBound)].map {
                    ("\($0)", .list($0))
                }
            case .controls:
                [
                    ("{}", .controls([])),
                    (
                        "{ zoom = -2147483648, gain = 10, auto_focus = true, a = false }",
                        .controls([
                            Settings.Control(name: "zoom", value: -2_147_483_648),
                            Settings.Control(name: "gain", value: 10),
                            Settings.Control(name: "auto_focus", value: 1),
                            Settings.Control(name: "a", value: 0),
                        ])
                    ),
                ]
        }
    }

    static func bad(_ kind: Kind) -> [String] {
        let never = ["[]", "[[1]]", "nan", "inf", "\"\\n\"", "\"\\u007f\""]
        switch kind {
            case .flag: return never + ["1", "\"true\""]
            case .integer(let range, let zero):
                let beyond = [range.lowerBound - 1, range.upperBound + 1].filter {
                    $0 != 0 || zero == nil
                }
                return never + beyond.map { "\($0)" } + ["\"\(range.lowerBound)\"", "2.0", "true"]
            case .number(let range, let auto):
                return never + [
                    "\(range.lowerBound.nextDown)", "\(range.upperBound.nextUp)", "\"1\"", "true",
                ] + (auto == nil ? ["\"auto\""] : ["\"Auto\""])
            case .text(let rule): return never + ["1", "true"] + bad(rule).map { "\"\($0)\"" }
            case .choice: return never + ["0", "\"\"", "\"AUTO\"", "\"none\""]
            case .duration(let range):
                return never + ["50", "\"50\"", "\"ms\"", "\"50 ms\"", "\"-1s\"", "\"1h\"", "0.5"]
                    + [
                        Quantity.spell(range.lowerBound - .nanoseconds(1)),
                        Quantity.spell(range.upperBound + .nanoseconds(1)),
                    ].map { "\"\($0)\"" }
            case .bytes(let range):
                return never + ["10", "\"10\"", "\"10gib\"", "\"GiB\"", "\"-1GiB\"", "1.5"]
                    + [range.lowerBound - 1, range.upperBound + 1].map { "\"\($0)B\"" }
            case .list(let parts):
                let low = parts.map(\.range.lowerBound)
                let wrong = parts.indices.flatMap { index in
                    [parts[index].range.lowerBound - 1, parts[index].range.upperBound + 1].map {
                        bound in low.indices.map { $0 == index ? bound : low[$0] }
                    }
                }
                return never + ["1", "\"1x1\"", "\(low + [1])", "\(Array(low.dropLast()))"]
                    + wrong.map { "\($0)" } + ["\(low.map { Double($0) })"]
            case .controls:
                return never + [
                    "1", "\"gain\"", "{ gain = \"10\" }", "{ gain = 1.5 }", "{ gain = 2147483648 }",
                    "{ \"a b\" = 1 }", "{ \"\" = 1 }", "{ gain = [1] }", "{ gain = {} }",
                ]
        }
    }

    private static func good(_ rule: TextRule) -> [String] {
        switch rule {
            case .name: ["a", "press-3", "7", "A.b_c", String(repeating: "x", count: 64)]
            case .source:
                [
                    "/dev/video0", "/dev/v4l/by-id/usb-Ü", "demo:", "demo:seed=3",
                    "replay:parts?fps=10&loop",
                ]
            case .path(let empty, let limit):
                ["/a/b c/ü.x", "relative", String(repeating: "a", count: limit)]
                    + (empty == nil ? [] : [""])
        }
    }

    private static func bad(_ rule: TextRule) -> [String] {
        switch rule {
            case .name:
                ["", "-a", "_a", ".a", "a/b", "a b", "ü", String(repeating: "x", count: 65)]
            case .source: ["", "video0", "replay:", "rtsp://camera", "Demo:"]
            case .path(let empty, let limit):
                [String(repeating: "a", count: limit + 1)] + (empty == nil ? [""] : [])
        }
    }
}
