/// The configuration on disk: a file, and the files of the folder beside it laid over it.
///
/// For `/etc/sight/sightd.toml` these are `/etc/sight/sightd.toml.d/*.toml`, in the order of their
/// names; each key given in a later file replaces the earlier one, each control for itself.
public struct SettingsFile: Sendable, Equatable {
    /// The largest file, in bytes.
    public static let sizeLimit = 1 << 20
    /// The most files in the folder.
    public static let dropInLimit = 64
    /// The most complaints that one error tells.
    public static let complaintLimit = 20

    /// What the files say together.
    public let settings: Settings
    /// Where each key was given last; a key that is not here has its default.
    public let places: [String: Place]
    /// The files read, in order.
    public let files: [String]

    /// Reads and checks the file and its folder, as the daemon does.
    ///
    /// - Parameters:
    ///   - path: The main file.
    ///   - requiringModel: Whether a configuration without a model is refused.
    /// - Returns: What the files say together.
    /// - Throws: Every complaint about every file, at most `complaintLimit`.
    public static func load(
        _ path: String, requiringModel: Bool = true
    ) throws(SettingsError) -> SettingsFile {
        let files = [path] + (try Files.dropIns(in: path + ".d"))
        var assembly = Assembly()
        var unreadable: [Complaint] = []
        for file in files {
            do throws(SettingsError) {
                assembly.add(try Files.read(file), file: file)
            } catch .refused(let complaints) { unreadable += complaints }
        }
        assembly.checkTogether(file: path, requiringModel: requiringModel && unreadable.isEmpty)
        return try finish(assembly, files: files, more: unreadable)
    }

    /// Reads and checks one text.
    ///
    /// - Parameters:
    ///   - text: The content of a configuration file.
    ///   - file: The name that errors use.
    ///   - requiringModel: Whether a configuration without a model is refused.
    /// - Returns: What the text says.
    /// - Throws: Every complaint, at most `complaintLimit`.
    public static func parse(
        _ text: String, file: String = "sightd.toml", requiringModel: Bool = false
    ) throws(SettingsError) -> SettingsFile {
        guard text.utf8.count <= sizeLimit else { throw .tooLarge(path: file) }
        var assembly = Assembly()
        assembly.add(text, file: file)
        assembly.checkTogether(file: file, requiringModel: requiringModel)
        return try finish(assembly, files: [file], more: [])
    }

    private static func finish(
        _ assembly: Assembly, files: [String], more: [Complaint]
    ) throws(SettingsError) -> SettingsFile {
        let complaints = more + assembly.complaints
        guard complaints.isEmpty else { throw .refused(shortened(complaints)) }
        return SettingsFile(settings: assembly.settings, places: assembly.places, files: files)
    }

    /// The first complaints; the last one kept says how many more there are.
    private static func shortened(_ complaints: [Complaint]) -> [Complaint] {
        guard complaints.count > complaintLimit else { return complaints }
        var kept = Array(complaints.prefix(complaintLimit))
        kept[complaintLimit - 1].message += " (and \(complaints.count - complaintLimit) more)"
        return kept
    }
}
