import Settings

/// The fuzzer's way in: no text may stop the reader, and a value that it took, it takes again.
@c(LLVMFuzzerTestOneInput)
public func fuzzSettings(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
    guard let text = unsafe String(validating: bytes, as: UTF8.self) else { return 0 }
    do throws(SettingsError) {
        let settings = try SettingsFile.parse(text).settings
        for setting in Settings.all where setting.key != "camera.controls" {
            // What stands in no file cannot be refused for its partner's sake.
            guard let toml = setting.spelled(in: settings) else { continue }
            let again = try? SettingsFile.parse("\(setting.key) = \(toml)").settings
            precondition(
                again.map { setting.spelled(in: $0) == toml } ?? (setting.section == "camera"))
        }
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
