/// The pixel formats that Sight accepts, by V4L2's names.
public enum PixelFormat: String, Sendable, CaseIterable {
    /// 4:2:2, Y0 U Y1 V.
    case yuyv = "YUYV"
    /// A JPEG file per frame.
    case mjpg = "MJPG"
    /// 8 bits of luminance.
    case grey = "GREY"
    /// R, G, B.
    case rgb3 = "RGB3"
    /// B, G, R.
    case bgr3 = "BGR3"
    /// 4:2:0, a plane of Y, then a plane of U V pairs.
    case nv12 = "NV12"
    /// 4:2:0, a plane of Y, then U, then V.
    case yu12 = "YU12"
    /// 8-bit Bayer, B G / G R.
    case ba81 = "BA81"
    /// 8-bit Bayer, G B / R G.
    case gbrg = "GBRG"
    /// 8-bit Bayer, G R / B G.
    case grbg = "GRBG"
    /// 8-bit Bayer, R G / G B.
    case rggb = "RGGB"

    /// V4L2's code: the four letters, the first in the lowest byte.
    public var fourCC: UInt32 {
        rawValue.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
