import Foundation
import Glibc
import Host
import Testing

@testable import sight

@Suite struct OutputLockTests {
    @Test func `one output is made by one command at a time, and nothing is left`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "model").path
        do {
            let lock = try OutputLock(output)
            do {
                _ = try OutputLock(output)
                Issue.record("locked twice")
            } catch let failure as ToolFailure {
                #expect(failure.code == .world)
                #expect(failure.description.hasPrefix("another command is making \(output);"))
            }
            _ = try OutputLock(output + "2")
            withExtendedLifetime(lock) {}
        }
        _ = try OutputLock(output)
        for (odd, said) in [
            (folder.path + "/none/", "is a folder"), (folder.path, "is a folder"),
            ("/dev/null", "is no regular file"),
            (folder.path + "/none/model", "no file can be made in its folder"),
        ] {
            #expect {
                _ = try OutputLock(odd)
            } throws: {
                // The lock's own file is nobody's business.
                "\($0)".hasPrefix(odd) && "\($0)".contains(said) && !"\($0)".contains(".lock")
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `a second Ctrl-C ends the program at once, and leaves no lock`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = await #expect(
            processExitsWith: .signal(SIGINT), observing: [\.standardErrorContent]
        ) { [folder = folder.path as String] in
            let lock = try OutputLock("\(folder)/model")
            Interrupt.watch()
            // To the process: threads that run tests take no signals.
            kill(getpid(), SIGINT)
            while !Interrupt.wasAsked { usleep(1000) }
            guard !FileSystem.isMissing("\(folder)/model.lock") else { exit(3) }
            kill(getpid(), SIGINT)
            sleep(10)
            withExtendedLifetime(lock) {}
        }
        let said = try String(decoding: #require(result).standardErrorContent, as: UTF8.self)
        #expect(said.contains("once more ends it at once"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(arguments: [true, false])
    func `a terminal that hangs up is a question too, unless nohup says no`(
        isIgnored: Bool
    ) async {
        await #expect(processExitsWith: .success) { [isIgnored = isIgnored as Bool] in
            signal(SIGHUP, isIgnored ? SIG_IGN : SIG_DFL)
            Interrupt.watch()
            kill(getpid(), SIGHUP)
            usleep(200_000)
            exit(Interrupt.wasAsked == isIgnored ? 1 : 0)
        }
    }
}
