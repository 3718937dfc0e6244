public import Imaging

/// What to ask of a camera, whatever its kind.
public struct CameraSettings: Sendable {
    /// A control to set, by the name that `v4l2-ctl --list-ctrls` gives it.
    public struct Control: Sendable, Equatable {
        /// Lower case, words joined by `_`.
        public var name: String
        /// The value to set; 0 and 1 for a switch, the index for a menu.
        public var value: Int

        /// Pairs the two.
        public init(name: String, value: Int) {
            self.name = name
            self.value = value
        }
    }

    /// The pixel format; `nil`: the best that the camera has.
    public var format: PixelFormat?
    /// The frames' size; `nil`: as the camera is set.
    public var size: PictureSize?
    /// The rate; `nil`: as the camera, or the source's text, says.
    public var framesPerSecond: Double?
    /// The controls, in the order to set them: an automatic off before the value it rules.
    public var controls: [Control] = []
    /// The buffers to ask for: 4 to 64.
    public var buffers = 6

    /// Leaves everything to the camera.
    public init() {}
}
