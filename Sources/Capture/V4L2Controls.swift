import CV4L2
import Glibc
import Host

extension V4L2Handle {
    /// The controls that hold one number, at most 1024.
    func controls() -> [CameraControl] {
        var found: [CameraControl] = []
        var last: UInt32 = 0
        for _ in 0..<1024 {
            var answer = v4l2_query_ext_ctrl()
            answer.id = last | UInt32(V4L2_CTRL_FLAG_NEXT_CTRL)
            guard refusal(cv4l2_query_ext_ctrl, &answer) == nil, answer.id > last else { break }
            last = answer.id
            if let control = control(answer) { found.append(control) }
        }
        return found
    }

    private func control(_ answer: v4l2_query_ext_ctrl) -> CameraControl? {
        let types = [
            V4L2_CTRL_TYPE_INTEGER, V4L2_CTRL_TYPE_BOOLEAN, V4L2_CTRL_TYPE_MENU,
            V4L2_CTRL_TYPE_INTEGER_MENU, V4L2_CTRL_TYPE_BITMASK, V4L2_CTRL_TYPE_BUTTON,
        ]
        let unusable = UInt32(V4L2_CTRL_FLAG_DISABLED) | UInt32(V4L2_CTRL_FLAG_HAS_PAYLOAD)
        guard types.contains(where: { $0.rawValue == answer.type }) else { return nil }
        guard answer.flags & unusable == 0, answer.minimum <= answer.maximum else { return nil }
        let range = Int(answer.minimum)...Int(answer.maximum)
        return CameraControl(
            name: CameraControl.name(of: V4L2Calls.text(answer.name)),
            range: range,
            step: Int(clamping: answer.step), standard: Int(answer.default_value),
            value: value(of: answer.id, within: range),
            isInactive: answer.flags & UInt32(V4L2_CTRL_FLAG_INACTIVE) != 0,
            isReadOnly: answer.flags & UInt32(V4L2_CTRL_FLAG_READ_ONLY) != 0, code: answer.id)
    }

    private func value(of code: UInt32, within range: ClosedRange<Int>) -> Int? {
        var answer = v4l2_control()
        answer.id = code
        guard refusal(cv4l2_g_ctrl, &answer) == nil else { return nil }
        // The 32 bits of a mask have no sign.
        let bits = Int(UInt32(bitPattern: answer.value))
        return range.upperBound > Int(Int32.max) ? bits : Int(answer.value)
    }

    /// Sets controls in their order and reads each back.
    ///
    /// - Returns: What the camera made of a value that it did not keep, in words.
    /// - Throws: `.refusedControl` for an unknown name, a value out of range, or a refusal.
    func set(_ wanted: [CameraSettings.Control]) throws(CameraError) -> [String] {
        if wanted.isEmpty { return [] }
        let known = controls()
        var remarks: [String] = []
        for setting in wanted {
            guard let control = known.first(where: { $0.name == setting.name }) else {
                throw refused(setting, "the camera has no such control")
            }
            if let remark = try set(control, to: setting) { remarks.append(remark) }
        }
        return remarks
    }

    private func set(
        _ control: CameraControl, to setting: CameraSettings.Control
    ) throws(CameraError) -> String? {
        guard control.range.contains(setting.value) else {
            throw refused(
                setting,
                "\(setting.value) is not from \(control.range.lowerBound) to "
                    + "\(control.range.upperBound)")
        }
        var argument = v4l2_control()
        argument.id = control.code
        argument.value = Int32(truncatingIfNeeded: setting.value)
        if let error = refusal(cv4l2_s_ctrl, &argument) {
            throw refused(setting, Self.reason(error))
        }
        guard let kept = value(of: control.code, within: control.range),
            kept != setting.value
        else { return nil }
        return "\(setting.name) is \(kept) instead of \(setting.value)"
    }

    private func refused(_ setting: CameraSettings.Control, _ reason: String) -> CameraError {
        .refusedControl(path: path, name: setting.name, reason: reason)
    }

    private static func reason(_ error: Errno) -> String {
        switch error.code {
            case EACCES: "it can only be read"
            case EBUSY: "it cannot change now, or another control rules it"
            case ERANGE, EINVAL: "the camera does not take the value"
            default: error.text
        }
    }
}
