internal import Anomaly
internal import Compute
internal import Host
internal import Settings

/// `sightd --check`: everything that could keep the line from starting, tried without starting it.
enum Check {
    /// Reads and checks settings, model and golden pictures, and says what would be done.
    static func run(config: String) -> ExitCode {
        do {
            let file = try SettingsFile.load(config)
            try StartFault.check(file)
            let settings = file.settings
            let plan = try LineThreads.Plan(settings)
            let loaded = try Loader.load(settings, generation: 0)
            Terminal.print(report(file, plan, loaded))
            let warnings =
                [loaded.threshold.warning].compactMap(\.self) + IdleSettings.warnings(settings)
                + HiddenPaths.warnings(settings)
            for warning in warnings {
                Terminal.complain("warning: \(warning)\n")
            }
            return .done
        } catch {
            Terminal.complain("sightd: \(error)\n")
            return .no
        }
    }

    private static func report(
        _ file: SettingsFile, _ plan: LineThreads.Plan, _ loaded: borrowing Loader.Loaded
    ) -> String {
        let (settings, level) = (file.settings, InstructionLevel.inUse)
        let promise = loaded.threshold.promised.map { ", false rejects \($0) expected" } ?? ""
        let deadline = settings.inspection.deadline.map { "\($0)" } ?? "none"
        let record = settings.record.directory.isEmpty ? "nothing" : settings.record.directory
        return """
            settings   \(file.files.joined(separator: ", "))
            line       \(settings.line.name)
            camera     \(settings.camera.source)
            model      \(settings.inspection.model)
                       \(loaded.summary)
                       sha256 \(loaded.tag.digest)
            engine     \(level.rawValue): \(level.text)
            golden     \(loaded.golden.text)
            threshold  \(loaded.tag.threshold)\(promise)
            deadline   \(deadline)
            socket     \(settings.socketPath)
            records    \(record)

            """
    }
}
