/// Why bytes did not become a picture, or a picture did not become bytes.
///
/// The cases of the hot path hold numbers only, so that throwing one allocates nothing.
public enum ImagingError: Error, Equatable, Sendable {
    /// The frame has fewer bytes than its layout says.
    case truncated(expected: Int, found: Int)
    /// A frame's JPEG cannot be decoded.
    case corrupt(PictureFault)
    /// The JPEG inside the frame has another size than the camera stated.
    case wrongSize(expected: PictureSize, found: PictureSize)
    /// The layout contradicts itself or is beyond the limits.
    case badLayout(FrameLayout)
    /// The region is not inside the frame.
    case regionOutside(Region, PictureSize)
    /// The converter for Bayer frames is missing or refused the frame.
    case bayerRefused
    /// The ignore mask fits neither the region nor the frame.
    case maskSize(PictureSize, region: PictureSize, frame: PictureSize)

    /// A file's content is no picture.
    case badPicture(path: String, PictureFault)
    /// A system call failed on a file or folder: what was tried, and the system's error number.
    case file(path: String, FileStep, errno: Int32)
    /// A file is larger than a picture file may be.
    case fileTooLarge(path: String)
    /// A folder holds too many pictures or folders inside folders.
    case folderTooLarge(path: String)
    /// A folder holds no picture.
    case noPictures(path: String)

    /// What was tried with a file.
    public enum FileStep: String, Sendable {
        /// Opening or reading it.
        case read
        /// Creating, writing or syncing it.
        case write
        /// Giving it its final name.
        case rename
        /// Reading the names in a folder.
        case list
    }
}
