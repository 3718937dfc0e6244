import Anomaly
import Foundation

/// Finds the files of a model by their names, and says what else a folder may be.
struct CheckpointFolder {
    private let path: String
    private let names: [String]

    /// Lists a folder.
    init(_ path: String) throws(ImportError) {
        self.path = path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw .missing(path: path)
        }
        self.names = names.sorted()
    }

    /// Whether there is a folder at the path, links followed.
    static func isFolder(_ path: String) -> Bool {
        (try? URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
    }

    /// Whether the folder has a student of its own.
    var hasNetworks: Bool { !candidates("student").isEmpty }

    /// The only Lightning checkpoint in the folder, if there is one.
    func lightningCheckpoint() throws(ImportError) -> String? {
        let found = names.filter { $0.hasSuffix(".ckpt") }
        guard found.count < 2 else {
            throw .ambiguous(path: path, role: "checkpoint", found: found)
        }
        return found.first.map(full)
    }

    /// The file with a network's weights.
    ///
    /// `student.pt` comes before `student_final.pth`, and that before any other `student…`.
    func file(of network: NetworkName) throws(ImportError) -> String? {
        let role = network.rawValue
        let found = candidates(role)
        for name in ["\(role).pt", "\(role).pth", "\(role)_final.pth", "\(role)_final.pt"]
        where found.contains(name) {
            return full(name)
        }
        guard found.count < 2 else { throw .ambiguous(path: path, role: role, found: found) }
        return found.first.map(full)
    }

    /// The teacher: in the folder itself, or where PUAD keeps it for all products of a size.
    func teacher() throws(ImportError) -> String {
        if let own = try file(of: .teacher) { return own }
        let shared = ["../../teacher/teacher.pt", "../teacher/teacher.pt"].map { full($0) }
        if let found = shared.first(where: FileManager.default.fileExists) { return found }
        throw .missingPart(path: path, role: "teacher", looked: ["teacher.pt"] + shared)
    }

    /// A small file that PUAD puts beside the student, if it is there.
    func statistic(_ name: String) -> String? { names.contains(name) ? full(name) : nil }

    /// What the folder holds instead of a model, and what to do.
    func unknown() -> ImportError {
        let products = productFolders()
        let advice: String
        if !products.isEmpty {
            advice = "Give one product's folder: \(products.prefix(4).joined(separator: ", "))."
        } else if names.contains(where: { $0.hasSuffix(".onnx") }) {
            advice = "ONNX networks are not imported: give the PyTorch checkpoint they came from."
        } else if names.contains(where: { $0.hasSuffix(".npy") }) {
            advice =
                "Files of NumPy (rximg/EfficientAD) are not imported: give state dicts of teacher, "
                + "student and autoencoder."
        } else {
            advice =
                "Give a folder with student.pt, autoencoder.pt and teacher.pt, or a .ckpt of "
                + "anomalib."
        }
        return .unknownLayout(path: path, found: names, advice: advice)
    }

    private func candidates(_ role: String) -> [String] {
        names.filter {
            $0.hasPrefix(role) && ($0.hasSuffix(".pt") || $0.hasSuffix(".pth"))
                && !$0.contains("_tmp")
        }
    }

    /// Folders below that have a student, as under PUAD's root; three levels are enough for it.
    private func productFolders() -> [String] {
        var folders: [String] = []
        var open = [("", 0)]
        while let (folder, depth) = open.popLast(), folders.count < 16 {
            let inside =
                (try? FileManager.default.contentsOfDirectory(atPath: full(folder))) ?? []
            if inside.contains(where: { $0.hasPrefix("student") }) { folders.append(full(folder)) }
            guard depth < 3 else { continue }
            for name in inside.prefix(256) where !name.contains(".") {
                open.append((folder.isEmpty ? name : "\(folder)/\(name)", depth + 1))
            }
        }
        return folders.sorted()
    }

    private func full(_ name: String) -> String {
        name.isEmpty ? path : (path.hasSuffix("/") ? path + name : "\(path)/\(name)")
    }
}
