/// How the bytes of one frame are laid out.
public struct FrameLayout: Sendable, Equatable {
    /// The pixel format.
    public var format: PixelFormat
    /// The width in pixels.
    public var width: Int
    /// The height in pixels.
    public var height: Int
    /// The bytes from one row of the first plane to the next; 0 for MJPG.
    ///
    /// The chroma rows of NV12 are as far apart, those of YU12 half as far, as V4L2 has it.
    public var bytesPerRow: Int

    /// Describes a frame.
    public init(format: PixelFormat, width: Int, height: Int, bytesPerRow: Int) {
        self.format = format
        self.width = width
        self.height = height
        self.bytesPerRow = bytesPerRow
    }

    /// Describes a frame whose rows follow one another without a gap.
    public init(format: PixelFormat, width: Int, height: Int) {
        self.init(format: format, width: width, height: height, bytesPerRow: 0)
        bytesPerRow = format == .yu12 ? (width + 1) / 2 * 2 : rowByteCount
    }

    /// The bytes of one row of the first plane without padding; 0 for MJPG.
    public var rowByteCount: Int {
        switch format {
            case .mjpg: 0
            case .yuyv: (width + 1) / 2 * 4
            case .rgb3, .bgr3: width * 3
            case .nv12: (width + 1) / 2 * 2
            case .grey, .yu12, .ba81, .gbrg, .grbg, .rggb: width
        }
    }

    /// The bytes that a frame has at least; 0 for MJPG, whose length varies.
    ///
    /// The very last row may lack its padding, as some drivers send it.
    public var byteCountMinimum: Int {
        let chromaRows = (height + 1) / 2
        return switch format {
            case .mjpg: 0
            case .nv12: bytesPerRow * (height + chromaRows - 1) + rowByteCount
            case .yu12:
                bytesPerRow * height + bytesPerRow / 2 * (2 * chromaRows - 1) + (width + 1) / 2
            default: bytesPerRow * (height - 1) + rowByteCount
        }
    }

    /// The width and the height.
    public var size: PictureSize { PictureSize(width: width, height: height) }

    /// Whether such a frame can exist and is within our limits.
    public var isValid: Bool {
        let sides = 1...Limits.side
        guard sides.contains(width), sides.contains(height) else { return false }
        guard width * height <= Limits.pixels else { return false }
        switch format {
            case .mjpg: return true
            case .ba81, .gbrg, .grbg, .rggb:
                // libv4lconvert's edges take two rows and columns each, and whole squares of four.
                guard width >= 4, height >= 4, width % 2 == 0, height % 2 == 0 else { return false }
                return width...Limits.rowBytes ~= bytesPerRow
            case .yu12: return bytesPerRow / 2 >= (width + 1) / 2 && bytesPerRow <= Limits.rowBytes
            default: return rowByteCount...Limits.rowBytes ~= bytesPerRow
        }
    }
}
