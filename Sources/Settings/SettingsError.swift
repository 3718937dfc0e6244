/// Why settings were not taken.
public enum SettingsError: Error, Equatable, CustomStringConvertible {
    /// A file or folder could not be read: its path, and the system's word for it.
    case unreadable(path: String, why: String)
    /// The file is larger than `SettingsFile.sizeLimit`.
    case tooLarge(path: String)
    /// There are more drop-in files than `SettingsFile.dropInLimit`.
    case tooManyDropIns(folder: String)
    /// Places in the files that are not as they must be, at most `SettingsFile.complaintLimit`.
    case refused([Complaint])

    /// Whole sentences, one a line.
    public var description: String {
        switch self {
            case .unreadable(let path, let why):
                "\(path): cannot be read: \(why); check the path and who may read it"
            case .tooLarge(let path):
                "\(path): larger than \(SettingsFile.sizeLimit >> 20) MiB; "
                    + "check that it is the configuration file"
            case .tooManyDropIns(let folder):
                "\(folder): more than \(SettingsFile.dropInLimit) files end in .toml; "
                    + "put their keys into fewer files"
            case .refused(let complaints): complaints.map(\.description).joined(separator: "\n")
        }
    }
}
