internal import Capture
internal import Imaging
public import Settings

/// A setting that is well-formed, but with which the daemon would not start.
public struct StartFault: Sendable, Equatable {
    /// The key, such as `camera.source`.
    public let key: String
    /// What is wrong, what is allowed, and what to do.
    public let message: String
    /// Whether the setting itself has to change; else the file that it names may yet come.
    var isUsage = true

    /// Every such setting, found by what the daemon itself goes by; the model is not looked at.
    public static func all(in settings: Settings) -> [StartFault] {
        var faults: [StartFault] = []
        do throws(CameraError) {
            _ = try CameraSource(settings.camera.source)
        } catch {
            faults.append(StartFault(key: "camera.source", message: error.description))
        }
        do throws(Loader.Failure) {
            _ = try Loader.mask(settings.inspection)
        } catch {
            faults.append(
                StartFault(key: "inspection.ignore", message: error.description, isUsage: false))
        }
        return faults
    }

    /// The faults of a file's settings, each behind its place; empty where there is none.
    public static func complaints(_ file: SettingsFile) -> [String] {
        all(in: file.settings).map { $0.complaint(in: file) }
    }

    /// Refuses a file whose settings have faults.
    static func check(_ file: SettingsFile) throws(Loader.Failure) {
        let faults = all(in: file.settings)
        guard !faults.isEmpty else { return }
        throw Loader.Failure(
            description: faults.map { $0.complaint(in: file) }.joined(separator: "\n"),
            isUsage: faults.contains(where: \.isUsage))
    }

    private func complaint(in file: SettingsFile) -> String {
        let place = file.places[key]?.description ?? file.files.first ?? ""
        return "\(place): \(message)"
    }
}
