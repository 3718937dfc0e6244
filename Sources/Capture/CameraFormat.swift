public import Imaging

/// One pixel format of a camera, with its sizes.
public struct CameraFormat: Sendable, Equatable {
    /// One frame size of a format, with its rates.
    public struct Size: Sendable, Equatable {
        /// The smallest, or the only, size.
        public var least: PictureSize
        /// The largest size; equal to `least` where the camera has steps of their own.
        public var greatest: PictureSize
        /// The rates in frames per second, fastest first; two for a range; empty when unknown.
        public var rates: [Double]

        /// Whether frames can have this size.
        public func holds(_ size: PictureSize) -> Bool {
            (least.width...max(least.width, greatest.width)).contains(size.width)
                && (least.height...max(least.height, greatest.height)).contains(size.height)
        }
    }

    /// V4L2's four letters.
    public var code: String
    /// The driver's words.
    public var description: String
    /// The sizes; empty when the driver does not say.
    public var sizes: [Size]

    /// The format, where Sight can read it.
    public var pixelFormat: PixelFormat? { PixelFormat(rawValue: code) }

    /// Whether the camera claims this size and rate; what it does not say, it may have.
    func offers(size: PictureSize?, framesPerSecond: Double?) -> Bool {
        if sizes.isEmpty { return true }
        return sizes.contains { entry in
            guard size.map(entry.holds) ?? true else { return false }
            guard let wanted = framesPerSecond, let fastest = entry.rates.max() else { return true }
            // Cameras say 30000/1001 for 30.
            return fastest >= wanted * 0.99
        }
    }
}

extension CameraFormat {
    /// The formats in the order in which `auto` prefers them.
    ///
    /// Exact colours first, then colours at half the width, then colour patterns, then compressed
    /// pictures, whose artefacts look like defects, and grey, which hides coloured defects, last.
    static let preference: [PixelFormat] = [
        .rgb3, .bgr3, .yuyv, .nv12, .yu12, .rggb, .ba81, .gbrg, .grbg, .mjpg, .grey,
    ]

    /// The format to ask for.
    ///
    /// With `auto`, the most preferred format that has the size at the rate; if none has both, the
    /// most preferred that has the size; else the most preferred of all.
    static func choice(
        among offered: [CameraFormat], settings: CameraSettings, path: String
    ) throws(CameraError) -> PixelFormat {
        let names = offered.filter { $0.pixelFormat != nil }.map(\.code)
        if let format = settings.format {
            guard names.contains(format.rawValue) else {
                throw .refusedFormat(path: path, asked: format.rawValue, offered: names)
            }
            return format
        }
        let known = preference.compactMap { format in
            offered.first { $0.pixelFormat == format }
        }
        let best =
            known.first {
                $0.offers(size: settings.size, framesPerSecond: settings.framesPerSecond)
            } ?? known.first { $0.offers(size: settings.size, framesPerSecond: nil) } ?? known.first
        guard let format = best?.pixelFormat else {
            throw .refusedFormat(
                path: path, asked: "a format that Sight reads", offered: offered.map(\.code))
        }
        return format
    }
}
