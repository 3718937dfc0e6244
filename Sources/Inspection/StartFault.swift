internal import Capture
internal import Imaging
public import Settings

/// A setting that is well-formed, but with which the daemon would not start.
public struct StartFault: Sendable, Equatable {
    /// The key, such as `camera.source`.
    public let key: String
    /// What is wrong, what is allowed, and what to do.
    public let message: String

    /// Every such setting, found by what the daemon itself goes by; the model is not looked at.
    public static func all(in settings: Settings) -> [StartFault] {
        var faults: [StartFault] = []
        do throws(CameraError) {
            _ = try CameraSource(settings.camera.source)
        } catch {
            faults.append(StartFault(key: "camera.source", message: error.description))
        }
        do throws(Loader.Failure) {
            try Loader.checkPrecision(settings.inspection)
        } catch {
            faults.append(StartFault(key: "inspection.precision", message: error.description))
        }
        do throws(Loader.Failure) {
            _ = try Loader.mask(settings.inspection)
        } catch {
            faults.append(StartFault(key: "inspection.ignore", message: error.description))
        }
        return faults
    }
}
