import Events
import Foundation
import Host
import Imaging
import Testing

@testable import Inspection

/// The real program with a real socket: started, reloaded, refused, ended.
@Suite(.serialized) struct DaemonTests {
    /// A running `sightd` on the demo line, in a folder of its own.
    final class Running {
        let folder: String
        let process = Process()
        let journal = Pipe()
        var config: String { "\(folder)/line.toml" }
        var socket: String { "\(folder)/line.sock" }

        /// Plays a folder of so many pictures once; without a number it is the demo line.
        init(pictures: Int? = nil) throws {
            folder = NSTemporaryDirectory() + "sight-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try configure(source: try pictures.map(played) ?? "demo:?fps=5")
            let program = try #require(Self.program)
            process.executableURL = program
            process.arguments = ["--config", config]
            process.standardError = journal
            // What describes a crash may outlive the program, and then nobody learns of its end.
            process.environment = ProcessInfo.processInfo.environment.merging(
                ["SWIFT_BACKTRACE": "enable=no"], uniquingKeysWith: { $1 })
            try process.run()
        }

        deinit {
            if process.isRunning { process.terminate() }
            process.waitUntilExit()
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// The program beside the test bundle.
        static var program: URL? {
            let start = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            let program = start.appending(path: "sightd")
            return FileManager.default.isExecutableFile(atPath: program.path) ? program : nil
        }

        /// Draws so many pictures, and the source that plays them.
        private func played(_ pictures: Int) throws -> String {
            let pictureFolder = "\(folder)/pictures"
            try FileManager.default.createDirectory(
                atPath: pictureFolder, withIntermediateDirectories: false)
            for number in 0..<pictures {
                var picture = RGBPicture(width: 64, height: 64)
                var bytes = picture.mutableBytes
                for index in bytes.indices {
                    bytes[index] = UInt8(truncatingIfNeeded: index * (7 + number))
                }
                try PictureFile.write(picture, to: "\(pictureFolder)/\(number).png")
            }
            return "replay:\(pictureFolder)?fps=4"
        }

        func configure(
            model: String = InferenceStageTests.model, threshold: Float = 1000,
            records: String = "", source: String = "demo:?fps=5"
        ) throws {
            let text = """
                [line]
                name = "test"
                [camera]
                source = "\(source)"
                [inspection]
                model = "\(model)"
                threshold = \(threshold)
                realtime_priority = 0
                [events]
                socket = "\(socket)"
                [record]
                directory = "\(records)"
                max_per_minute = 0
                """
            try text.write(toFile: config, atomically: true, encoding: .utf8)
        }

        func signal(_ number: Int32) { kill(process.processIdentifier, number) }
    }

    /// A subscriber that reads until it has what it waits for.
    final class Subscriber {
        private let connection: LocalConnection
        private var bytes: [UInt8] = []
        private(set) var events: [Event] = []

        init(_ path: String) throws {
            let end = Date.now.addingTimeInterval(60)
            while true {
                do {
                    connection = try LocalConnection.connect(to: path, timeout: .seconds(1))
                    return
                } catch {
                    guard Date.now < end else { throw error }
                    Foundation.Thread.sleep(forTimeInterval: 0.05)
                }
            }
        }

        /// Sends a request whole.
        func ask(_ request: ClientRequest) throws {
            let line = request.line
            guard case .moved(line.count) = connection.send(line.span) else {
                throw CocoaError(.fileWriteUnknown)
            }
        }

        /// Reads until an event is as asked for, or the line ends; at most a minute.
        func read(until isDone: (Event) -> Bool) throws -> Event? {
            let end = Date.now.addingTimeInterval(60)
            while Date.now < end {
                while let newline = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                    let event = try LineReader.event(Array(bytes[..<newline]))
                    bytes.removeSubrange(...newline)
                    events.append(event)
                    if isDone(event) { return event }
                }
                guard try connection.waitReadable(timeout: .seconds(60)) else { return nil }
                var buffer = [UInt8](repeating: 0, count: 4096)
                var span = buffer.mutableSpan
                guard case .moved(let count) = connection.receive(into: &span) else { return nil }
                bytes += buffer[..<count]
            }
            return nil
        }
    }

    func verdict(_ event: Event) -> Bool { event.kind == .verdict }

    @Test func `it judges, reloads, keeps the old model when the new is bad, and ends cleanly`()
        throws
    {
        let daemon = try Running()
        let subscriber = try Subscriber(daemon.socket)
        for _ in 0..<3 { _ = try #require(try subscriber.read(until: verdict)) }
        guard case .hello(let hello)? = subscriber.events.first else {
            return #expect(Bool(false), "the first line is hello")
        }
        #expect(hello.line == "test" && hello.model?.count == 64)

        daemon.signal(SIGHUP)
        guard case .reload(let good)? = try subscriber.read(until: { $0.kind == .reload }) else {
            return #expect(Bool(false), "no reload was told")
        }
        #expect(good.result == .ok && good.to == hello.model)

        try daemon.configure(model: "\(daemon.folder)/missing.safetensors")
        daemon.signal(SIGHUP)
        guard case .reload(let bad)? = try subscriber.read(until: { $0.kind == .reload }) else {
            return #expect(Bool(false), "no reload was told")
        }
        #expect(bad.result == .refused && bad.why?.contains("missing.safetensors") == true)
        _ = try #require(try subscriber.read(until: verdict))

        daemon.signal(SIGTERM)
        #expect(try subscriber.read(until: { _ in false }) == nil)
        daemon.process.waitUntilExit()
        #expect(daemon.process.terminationStatus == 0)
        let sequences = subscriber.events.dropFirst().compactMap(\.sequence)
        let fresh = sequences.drop { $0 < hello.sequence }
        #expect(Array(fresh) == Array(hello.sequence..<hello.sequence + UInt64(fresh.count)))
        #expect(!FileManager.default.fileExists(atPath: daemon.socket))
    }

    @Test func `a folder that is played to its end ends the line, and it says so`() throws {
        let running = try Running(pictures: 3)
        let subscriber = try Subscriber(running.socket)
        #expect(try subscriber.read { _ in false } == nil)
        let states = subscriber.events.compactMap { event -> StateEvent? in
            if case .state(let state) = event { state } else { nil }
        }
        #expect(states.last?.state == .stopping)
        #expect(states.last?.why == "the folder's pictures have all been played")
        running.process.waitUntilExit()
        #expect(running.process.terminationStatus == 0)
    }

    @Test func `a client that comes as another goes is heard`() throws {
        let daemon = try Running()
        var last: Subscriber? = try Subscriber(daemon.socket)
        for _ in 0..<40 {
            last = nil
            let subscriber = try Subscriber(daemon.socket)
            try subscriber.ask(.statistics)
            _ = try #require(try subscriber.read { $0.kind == .statistics && $0.sequence == nil })
            last = subscriber
        }
        #expect(last != nil)
    }

    @Test func `a reload turns recording on, moves it and turns it off`() throws {
        let daemon = try Running()
        let subscriber = try Subscriber(daemon.socket)
        _ = try #require(try subscriber.read(until: verdict))
        for records in ["\(daemon.folder)/first", "\(daemon.folder)/second", ""] {
            try daemon.configure(threshold: -1000, records: records)
            daemon.signal(SIGHUP)
            guard case .reload(let reload)? = try subscriber.read(until: { $0.kind == .reload })
            else { return #expect(Bool(false), "no reload was told") }
            #expect(reload.result == .ok)
            for _ in 0..<5 { _ = try #require(try subscriber.read(until: verdict)) }
        }
        let count = { (folder: String) in
            FileManager.default.enumerator(atPath: "\(daemon.folder)/\(folder)/test")?
                .count { ($0 as? String)?.hasSuffix(".json") == true } ?? 0
        }
        daemon.signal(SIGTERM)
        _ = try subscriber.read { _ in false }
        daemon.process.waitUntilExit()
        #expect(daemon.process.terminationStatus == 0)
        // Not one for each verdict: a slow disk may have had every slot on its way.
        #expect(count("first") > 0 && count("second") > 0)
        let failed = subscriber.events.count {
            if case .verdict(let event) = $0 { event.verdict == .fail } else { false }
        }
        #expect(count("first") + count("second") < failed)
    }

    @Test func `a second daemon on the same socket is refused, the first goes on`() throws {
        let first = try Running()
        let subscriber = try Subscriber(first.socket)
        _ = try #require(try subscriber.read(until: verdict))
        let second = Process()
        let program = try #require(Running.program)
        second.executableURL = program
        second.arguments = ["--config", first.config]
        let journal = Pipe()
        second.standardError = journal
        try second.run()
        let words = String(
            decoding: journal.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        second.waitUntilExit()
        #expect(second.terminationStatus == ExitCode.world.rawValue)
        #expect(words.contains(first.socket) && words.contains("another program listens"))
        _ = try #require(try subscriber.read(until: verdict))
    }
}
