internal import Capture
internal import Events
internal import Settings

/// What is asked of a camera where frames come from none.
enum IdleSettings {
    /// A sentence for each key that is set, not to its default, and that the source does not heed.
    static func warnings(_ settings: Settings) -> [String] {
        let source = settings.camera.source
        let ownRate: Double?
        switch try? CameraSource(source) {
            case .demo(let rate, _, _), .replay(_, let rate, _): ownRate = rate
            case .camera, nil: return []
        }
        let (camera, usual) = (settings.camera, Settings().camera)
        var warnings: [String] = []
        for (key, isSet) in [
            ("camera.format", camera.format != usual.format),
            ("camera.controls", camera.controls != usual.controls),
            ("camera.buffers", camera.buffers != usual.buffers),
        ] where isSet {
            warnings.append(
                "\(key) has no effect: \(source) is no camera; remove it, or name a camera")
        }
        if camera.size != nil {
            warnings.append(
                "camera.size changes no frame of \(source), which is no camera: those of another "
                    + "size are undecided (\(UndecidedReason.wrongSize.name)); remove it, or name "
                    + "a camera")
        }
        if camera.fps != nil, let ownRate {
            warnings.append(
                "camera.fps has no effect: \(source) says \(ownRate) frames a second itself; "
                    + "remove one of them")
        }
        return warnings
    }
}
