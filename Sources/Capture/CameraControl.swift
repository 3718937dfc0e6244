/// One control of a camera.
public struct CameraControl: Sendable, Equatable {
    /// The name as `v4l2-ctl` spells it: lower case, words joined by `_`.
    public var name: String
    /// Its values.
    public var range: ClosedRange<Int>
    /// The distance between its values.
    public var step: Int
    /// The value after the camera was plugged in.
    public var standard: Int
    /// The value it has now; `nil` where the camera does not tell.
    public var value: Int?
    /// Whether another control (an automatic) rules it at present.
    public var isInactive: Bool
    /// Whether it can only be read.
    public var isReadOnly: Bool

    var code: UInt32

    /// The name as `v4l2-ctl` spells it: letters and digits, runs of anything else as one `_`.
    static func name(of label: String) -> String {
        label.lowercased().utf8
            .split { !($0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39) }
            .map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: "_")
    }
}
