import Foundation
import Settings
import Testing

@Suite final class SettingsFileTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    var path: String { folder.appending(path: "sightd.toml").path }

    init() throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: "sightd.toml.d"), withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ text: String, to name: String = "sightd.toml") throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    func complaints(_ text: String) -> [String] {
        do {
            _ = try SettingsFile.parse(text, file: "f")
            return []
        } catch {
            return error.description.components(separatedBy: "\n")
        }
    }

    @Test func `the contract's example is read`() throws {
        let file = try SettingsFile.parse(
            """
            [line]
            name = "press-3"
            [camera]
            source = "/dev/v4l/by-id/usb-x-video-index0"
            format = "auto"
            size = [1280, 720]
            fps = 30
            controls = { exposure_time_absolute = 120, gain = 10, white_balance_automatic = 0 }
            [inspection]
            model = "/var/lib/sight/models/press-3.safetensors"
            region = [0, 0, 720, 720]
            ignore = "mask.png"
            false_reject_rate = 0.001
            deadline = "100ms"
            every_frame = false
            precision = "auto"
            threads = 0
            realtime_priority = 20
            [events]
            socket = "/run/sight/press-3.sock"
            history = 1024
            max_clients = 16
            [record]
            directory = "/var/lib/sight/records"
            keep = "10GiB"
            """, requiringModel: true)
        let settings = file.settings
        #expect(settings.line.name == "press-3")
        #expect(settings.camera.size == Settings.Size(width: 1280, height: 720))
        #expect(settings.camera.controls.map(\.name).first == "exposure_time_absolute")
        #expect(settings.inspection.region?.height == 720)
        #expect(settings.inspection.deadline == .milliseconds(100))
        #expect(settings.socketPath == "/run/sight/press-3.sock")
        #expect(settings.record.keepBytes == 10 << 30)
    }

    @Test func `files of the folder replace keys in the order of their names`() throws {
        try write(
            """
            [camera]
            fps = 30
            controls = { gain = 1, zoom = 2 }
            [inspection]
            model = "a"
            """)
        try write("camera.fps = 10\nline.name = \"x\"", to: "sightd.toml.d/20-b.toml")
        try write(
            "[camera]\nfps = 20\nbuffers = 8\ncontrols.zoom = 3", to: "sightd.toml.d/10-a.toml")
        try write("[camera]\nfps = 99", to: "sightd.toml.d/30.conf")
        try write("[camera]\nfps = 98", to: "sightd.toml.d/.hidden.toml")
        let file = try SettingsFile.load(path)
        #expect(file.settings.camera.fps == 10)
        #expect(file.settings.camera.buffers == 8)
        #expect(file.settings.camera.controls.map(\.value) == [1, 3])
        #expect(file.settings.line.name == "x")
        #expect(file.files == [path, "\(path).d/10-a.toml", "\(path).d/20-b.toml"])
        #expect(file.places["camera.fps"]?.description == "\(path).d/20-b.toml:1:1")
        #expect(file.places["camera.controls.gain"]?.description == "\(path):3:14")
        #expect(file.places["inspection.model"]?.description == "\(path):5:1")
        #expect(file.places["record.keep"] == nil)
    }

    @Test func `every complaint of every file is told`() throws {
        try write("[camera]\nfps = 0\nframes = 1\n[inspection]\nmodel = \"a\"")
        try write("[", to: "sightd.toml.d/1.toml")
        try Data([0x61, 0x0A, 0xFF]).write(to: folder.appending(path: "sightd.toml.d/2.toml"))
        try write("[events]\nhistory = 0", to: "sightd.toml.d/3.toml")
        let error = #expect(throws: SettingsError.self) { try SettingsFile.load(path) }
        let places = (error?.description ?? "").components(separatedBy: "\n").map {
            String($0.prefix { $0 != " " }.replacing(path, with: "F"))
        }
        #expect(
            Set(places) == [
                "F:2:7:", "F:3:1:", "F.d/1.toml:1:2:", "F.d/2.toml:2:1:", "F.d/3.toml:2:11:",
            ])
    }

    @Test func `at most twenty complaints are told, and how many more there are`() {
        let all = (0..<50).map { "[camera]\nx\($0) = 1\n".dropFirst($0 == 0 ? 0 : 9) }
        let told = complaints(all.joined())
        #expect(told.count == SettingsFile.complaintLimit)
        #expect(told.last?.hasSuffix("(and 30 more)") == true)
    }

    @Test func `the daemon needs a model`() throws {
        try write("")
        let error = #expect(throws: SettingsError.self) { try SettingsFile.load(path) }
        #expect(error?.description.hasPrefix("\(path):1:1: inspection.model is not set") == true)
        #expect(try SettingsFile.load(path, requiringModel: false).settings == Settings())
    }

    @Test func `a file that is no TOML is not said to lack what it has`() throws {
        for text in ["[inspection]\nmodel = \"a\"\nregion = [0,", "[inspection]\nmodel = a"] {
            try write(text)
            let error = #expect(throws: SettingsError.self) { try SettingsFile.load(path) }
            let told = (error?.description ?? "").components(separatedBy: "\n")
            #expect(told.count == 1 && told[0].contains("this is not TOML"), "\(told)")
        }
    }

    @Test func `what is no readable file says so`() throws {
        let missing = #expect(throws: SettingsError.self) { try SettingsFile.load("/nonexistent") }
        #expect(missing?.description.contains("No such file") == true)
        let directory = #expect(throws: SettingsError.self) { try SettingsFile.load(folder.path) }
        #expect(directory?.description.contains("it is not a file") == true)
        for device in ["/dev/zero", "/dev/null"] {
            #expect(throws: SettingsError.self) { try SettingsFile.load(device) }
        }
        try write(String(repeating: "#", count: SettingsFile.sizeLimit + 1))
        #expect(throws: SettingsError.tooLarge(path: path)) { try SettingsFile.load(path) }
        try write(String(repeating: "#", count: SettingsFile.sizeLimit))
        _ = try SettingsFile.load(path, requiringModel: false)
        for n in 0...SettingsFile.dropInLimit { try write("", to: "sightd.toml.d/\(n).toml") }
        #expect(throws: SettingsError.tooManyDropIns(folder: path + ".d")) {
            try SettingsFile.load(path)
        }
    }

    @Test(
        arguments: [
            ("[camera]\nframerate = 1", "f:2:1: unknown key camera.framerate"),
            ("[camera]\nfsp = 1", "did you mean camera.fps?"),
            ("[inspection]\nfps = 1", "did you mean camera.fps?"),
            ("fps = 1", "did you mean camera.fps?"),
            ("inspection.treshold = 1", "did you mean inspection.threshold?"),
            (
                "[camra]\nfps = 1\nsize = [1,1]",
                "f:2:1: unknown table [camra]; did you mean [camera]?"
            ),
            ("inspection.foo = 1", "unknown key inspection.foo; remove it;"),
            ("[events]\nmax_client = 1", "did you mean events.max_clients?"),
            ("foo = 1", "unknown key foo; remove it;"),
            ("[recrod]", "f:1:1: unknown key recrod"),
            ("\"camera.fps\" = 1", "f:1:1: unknown key \"camera.fps\""),
            (
                "inspection.region = [0, 0, 1, 1]",
                "y 0 to 65535, width 16 to 65535, height 16 to 65535"
            ),
            ("inspection.threads = 257", "inspection.threads is 257; allowed is 0 (all allowed"),
            ("[wholly]\nother = 1", "unknown table [wholly]; remove it;"),
            ("camera = 1", "f:1:10: camera is 1; it is a table of keys"),
            ("[camera.fps]\nx = 1", "f:2:1: camera.fps is a table; allowed is"),
            ("[camera]\nfps = \"fast\"", "camera.fps is \"fast\"; allowed is a number from"),
            ("[camera]\nfps = \"a\\nb\"", "camera.fps is \"a\\nb\"; allowed"),
            ("[camera]\nfps = 1\nfps = 2", "f:3:1: this is not TOML: fps is given a second time"),
            ("[inspection]\nignore = \"a\\u0000b\"", "f:2:10: inspection.ignore is \"a\\u0000b\";"),
            ("[[camera]]\nfps = 1", "f:1:1: camera is an array of tables; it is a table of keys"),
        ])
    func `an error says where, what and what to do`(text: String, expected: String) {
        let told = complaints(text)
        #expect(told.count == 1)
        #expect(told.first?.contains(expected) == true, "\(told)")
    }

    @Test(
        arguments: [
            (
                "inspection.threshold = 1\ninspection.false_reject_rate = 0.1",
                "f:1:1: inspection.threshold and inspection.false_reject_rate (f:2:1) are both"
            ),
            (
                "camera.size = [640, 480]\ninspection.region = [0, 0, 480, 481]",
                "f:2:1: inspection.region reaches to column 480 and row 481"
            ),
            ("camera.fps = 0.5", "f:1:1: camera.stall_timeout is 2s, but at camera.fps = 0.5"),
            (
                "camera.fps = 1\ncamera.stall_timeout = \"1999ms\"",
                "f:2:1: camera.stall_timeout is 1999ms"
            ),
        ])
    func `keys that do not go together are told`(text: String, expected: String) {
        let told = complaints(text)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix(expected) == true, "\(told)")
    }

    @Test func `keys that just go together are taken`() throws {
        for text in [
            "camera.size = [640, 480]\ninspection.region = [160, 0, 480, 480]",
            "camera.fps = 1", "inspection.threshold = 1",
            "inspection.map_threshold = \"auto\"",
        ] { _ = try SettingsFile.parse(text) }
    }

    @Test func `auto in a later file takes an earlier number back`() throws {
        try write("[inspection]\nmodel = \"a\"\nmap_threshold = 0.5")
        #expect(try SettingsFile.load(path).settings.inspection.mapThreshold == 0.5)
        try write("inspection.map_threshold = \"auto\"", to: "sightd.toml.d/1.toml")
        #expect(try SettingsFile.load(path).settings.inspection.mapThreshold == nil)
    }
}
