internal import Anomaly
internal import Events
public import Host
internal import Imaging
internal import Realtime
internal import Settings

/// Brings a line up and down: the whole of `sightd`.
public enum Supervisor {
    /// Runs the daemon to its end.
    ///
    /// - Parameter words: The command line without the program's name.
    /// - Returns: How the program ends.
    public static func run(_ words: some Sequence<String>) -> ExitCode {
        Memory.returnLargeBuffers()
        do throws(Arguments.Failure) {
            let arguments = try Arguments(words)
            switch arguments.task {
                case .help: Terminal.print(Arguments.usage)
                case .version: Terminal.print("sightd \(sightVersion)\n")
                case .check: return Check.run(config: arguments.config)
                case .run: return serve(config: arguments.config)
            }
            return .done
        } catch {
            Terminal.complain("sightd: \(error.description)\n")
            return .usage
        }
    }

    private static func serve(config: String) -> ExitCode {
        let target = Journal.forThisProcess(stream: Environment.value(of: "JOURNAL_STREAM"))
        do {
            let signals = try Signals()
            let journal = try QueuedJournal(target: target)
            let writer = try Thread(name: "journal") { journal.run() }
            let code = serve(config: config, signals: signals, journal: journal)
            journal.stop()
            writer.join()
            return code
        } catch {
            refuseToStart(error, target)
            return .world
        }
    }

    private static func serve(
        config: String, signals: consuming Signals, journal: any JournalSink
    ) -> ExitCode {
        do {
            let file = try SettingsFile.load(config)
            try StartFault.check(file)
            var start = try Startup(file.settings, config: config, journal: journal)
            var daemon = try start.daemon(signals: signals)
            let threads = try start.startThreads()
            try daemon.run()
            threads.join()
            return .done
        } catch let error as SettingsError {
            refuseToStart(error, journal)
            if case .unreadable = error { return .world }
            return .usage
        } catch let error as Loader.Failure where error.isUsage {
            refuseToStart(error, journal)
            return .usage
        } catch {
            refuseToStart(error, journal)
            return .world
        }
    }

    private static func refuseToStart(_ error: any Error, _ journal: any JournalSink) {
        journal.send(
            priority: .critical, messageID: .startFailed, message: "\(error)", fields: [])
    }
}
