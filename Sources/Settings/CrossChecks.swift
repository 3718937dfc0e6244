extension Assembly {
    /// Checks what no key can check alone; nothing where a file could not be understood, as its
    /// keys would seem absent.
    ///
    /// - Parameters:
    ///   - file: The main file, for what is wrong because it is absent.
    ///   - requiringModel: Whether the model must be given, as the daemon needs it.
    mutating func checkTogether(file: String, requiringModel: Bool) {
        guard isWhole else { return }
        let start = Place(file: file, line: 1, column: 1)
        checkThresholds()
        checkRegion()
        checkStall()
        if requiringModel && settings.inspection.model.isEmpty {
            complain(
                "inspection.model is not set; the daemon needs a model file; "
                    + "write model = \"/var/lib/sight/models/NAME.safetensors\" in [inspection]",
                at: places["inspection.model"] ?? start)
        }
    }

    private mutating func checkThresholds() {
        guard let threshold = places["inspection.threshold"],
            let rate = places["inspection.false_reject_rate"]
        else { return }
        complain(
            "inspection.threshold and inspection.false_reject_rate (\(rate)) are both given; "
                + "only one can set the threshold; remove one",
            at: threshold)
    }

    private mutating func checkRegion() {
        guard let region = settings.inspection.region, let size = settings.camera.size,
            let place = places["inspection.region"] ?? places["camera.size"]
        else { return }
        guard region.x + region.width > size.width || region.y + region.height > size.height
        else { return }
        complain(
            "inspection.region reaches to column \(region.x + region.width) and row "
                + "\(region.y + region.height); allowed is the frame of camera.size, "
                + "\(size.width) x \(size.height); move or shrink it",
            at: place)
    }

    private mutating func checkStall() {
        guard let fps = settings.camera.fps, let place = places["camera.fps"] else { return }
        let shortest = Duration.seconds(2 / fps)
        guard settings.camera.stallTimeout < shortest else { return }
        complain(
            "camera.stall_timeout is \(Quantity.spell(settings.camera.stallTimeout)), but at "
                + "camera.fps = \(Spelling.number(fps)) two frames take longer; "
                + "give a longer stall_timeout",
            at: places["camera.stall_timeout"] ?? place)
    }
}
