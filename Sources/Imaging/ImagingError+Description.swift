extension ImagingError: CustomStringConvertible {
    /// The whole sentence: what, where, and what to do next.
    public var description: String {
        switch self {
            case .truncated(let expected, let found):
                "The frame has \(found) bytes where its format needs \(expected); check the "
                    + "camera's cable and USB bandwidth."
            case .corrupt(let fault):
                "The frame cannot be decoded: \(fault); check the camera's cable and USB bandwidth."
            case .wrongSize(let expected, let found):
                "The frame is \(found) pixels where the camera stated \(expected); set `size` in "
                    + "[camera] to what `sight cameras` lists."
            case .badLayout(let layout):
                "A frame of \(layout.size) pixels \(layout.format.rawValue) with "
                    + "\(layout.bytesPerRow) bytes a row cannot be read; choose another `format` "
                    + "or `size` in [camera]."
            case .regionOutside(let region, let frame):
                "The region x \(region.x), y \(region.y), \(region.width)x\(region.height) is not "
                    + "inside the frame of \(frame) pixels; correct --region, or `region` in "
                    + "[inspection]."
            case .bayerRefused:
                "libv4lconvert refused the Bayer frame; choose another `format` in [camera]."
            case .maskSize(let mask, let region, let frame):
                "The ignore mask is \(mask) pixels; make it \(region), the region's size, or "
                    + "\(frame), the frame's."
            case .badPicture(let path, let fault):
                "\(path) is not used: \(fault); replace or remove the file."
            case .file(let path, let step, let errno): Self.sentence(path, step, errno)
            case .fileTooLarge(let path):
                "\(path) is larger than \(Limits.fileBytes >> 20) MiB; replace or remove the file."
            case .folderTooLarge(let path):
                "\(path) holds more than \(Limits.filesInFolder) files or more than "
                    + "\(Limits.folderDepth) folders inside one another; name a smaller folder."
            case .noPictures(let path):
                "\(path) holds no .png, .jpg, .jpeg or .bmp file; name a folder of pictures."
        }
    }

    private static func sentence(_ path: String, _ step: FileStep, _ number: Int32) -> String {
        let done =
            switch step {
                case .read: "read"
                case .write: "written"
                case .rename: "given its name"
                case .list: "listed"
            }
        return "\(path) cannot be \(done): \(SystemText.of(errno: number)); check the path, its "
            + "owner and the free space."
    }
}
