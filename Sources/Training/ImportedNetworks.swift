public import Anomaly
import Foundation

/// The networks of a checkpoint, with what else it says about the product.
public struct ImportedNetworks: Sendable {
    /// Who wrote the checkpoint.
    public var layout: CheckpointLayout
    /// Every weight and bias, by the name it has in our model file.
    public var tensors: [String: Tensor]
    /// The mean of the teacher's outputs, (channels); `nil`: to be computed.
    public var teacherMean: [Float]?
    /// The deviation of the teacher's outputs, (channels); `nil`: to be computed.
    public var teacherDeviation: [Float]?
    /// What the teacher's outputs are compared with where there is no student.
    public var memory: MemoryBank?
    /// Those that reach wider, if it has some.
    public var widerMemories: [MemoryBank] = []
    /// The quantiles of the student map that may be kept; `nil`: to be computed.
    public var studentQuantiles: MapQuantiles?
    /// The quantiles of the autoencoder map that may be kept; `nil`: to be computed.
    public var autoencoderQuantiles: MapQuantiles?
    /// The files that were read.
    public var files: [String]
    /// What was doubtful but not refused; each is a sentence.
    public var warnings: [String]
    /// Where the networks come from, if not simply from the files.
    private var origin: String?

    private init(_ layout: CheckpointLayout) {
        self.layout = layout
        tensors = [:]
        files = []
        warnings = []
    }

    /// Reads a checkpoint, whatever its layout.
    ///
    /// Nothing is executed; shapes, names and values are checked, so that the networks can be run.
    ///
    /// - Parameters:
    ///   - path: A product's folder, or a Lightning checkpoint.
    ///   - teacher: The teacher's file, where it is not found beside the others.
    /// - Returns: The networks.
    /// - Throws: The first thing that is wrong, with the file and what to do.
    public static func read(
        path: String, teacher: String? = nil
    ) throws(ImportError) -> ImportedNetworks {
        guard FileManager.default.fileExists(atPath: path) else {
            throw .missingSource(path: path)
        }
        var networks: ImportedNetworks
        if CheckpointFolder.isFolder(path) {
            let folder = try CheckpointFolder(path)
            if folder.hasNetworks {
                networks = try readFolder(folder, path: path, teacher: teacher)
            } else if let file = try folder.lightningCheckpoint() {
                networks = try readLightning(file, teacher: teacher)
            } else {
                throw folder.unknown()
            }
        } else {
            networks = try readLightning(path, teacher: teacher)
        }
        try networks.check(path)
        return networks
    }

    /// Reads a teacher by itself: a state dict of PUAD's or nelson1425's names, or the teacher in a
    /// Lightning checkpoint of anomalib.
    ///
    /// - Parameter path: The file.
    /// - Returns: Its weights and biases, by the names they have in our model file.
    /// - Throws: The first thing that is wrong, with the file and what to do.
    static func readTeacher(path: String) throws(ImportError) -> [String: Tensor] {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        if path.hasSuffix(".ckpt") {
            return try readLightning(path, teacher: nil).tensors.filter {
                $0.key.hasPrefix(NetworkName.teacher.rawValue)
            }
        }
        var networks = ImportedNetworks(.puad)
        try networks.add(.teacher, from: path)
        return networks.tensors
    }

    /// Networks that were made here, with their statistics.
    ///
    /// - Parameters:
    ///   - weights: All three.
    ///   - source: Where they come from, in words.
    public init(_ weights: NetworkWeights, source: String) {
        self.init(.sight)
        tensors = weights.tensors
        teacherMean = weights.teacherMean
        teacherDeviation = weights.teacherDeviation
        (memory, widerMemories) = (weights.memory, weights.widerMemories)
        files = []
        origin = source
    }

    /// A teacher by itself, for a model with a memory.
    ///
    /// - Parameters:
    ///   - teacher: Its weights; what is to be known of its outputs is computed.
    ///   - source: Where it comes from, in words.
    public init(_ teacher: TeacherFile, source: String) {
        self.init(.sight)
        tensors = teacher.tensors
        origin = source
    }

    /// Takes the networks of a model over, with the teacher's statistics, which belong to them.
    ///
    /// Quantiles and everything else that good parts decide are left to be computed anew.
    ///
    /// - Parameters:
    ///   - model: Whole.
    ///   - path: The file it was read from.
    public init(of model: Model, path: String) {
        self.init(.sight)
        tensors = model.weights.tensors
        teacherMean = model.weights.teacherMean
        teacherDeviation = model.weights.teacherDeviation
        memory = model.weights.memory
        widerMemories = model.weights.widerMemories
        files = [path]
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let digest = model.digest.map { " (\($0.prefix(16)))" } ?? ""
        // Only the last calibration and what the networks were made of: sources do not grow.
        let made = model.facts.source.components(separatedBy: "; networks of ").last ?? ""
        origin = "calibrated from \(name)\(digest); networks of \(made)"
    }

    /// Where the networks come from, in words: the layout and the files' names.
    public var source: String {
        if let origin { return origin }
        let names = files.map { $0.split(separator: "/").suffix(2).joined(separator: "/") }
        return "\(layout.rawValue): \(names.joined(separator: ", "))"
    }

    // MARK: Folders of PUAD and nelson1425

    private static func readFolder(
        _ folder: CheckpointFolder, path: String, teacher: String?
    ) throws(ImportError) -> ImportedNetworks {
        var networks = ImportedNetworks(.puad)
        guard let student = try folder.file(of: .student) else { throw folder.unknown() }
        guard let autoencoder = try folder.file(of: .autoencoder) else {
            throw .missingPart(path: path, role: "autoencoder", looked: ["autoencoder.pt"])
        }
        if let teacher {
            try networks.add(.teacher, from: teacher)
        } else {
            try networks.add(.teacher, from: try folder.teacher())
        }
        let scheme = try networks.add(.student, from: student)
        try networks.add(.autoencoder, from: autoencoder)
        if scheme == .numbered { networks.layout = .nelson1425 }
        try networks.addStatistics(folder)
        if let file = folder.statistic("quantile.pt") { try networks.addQuantiles(file) }
        return networks
    }

    /// Reads a state dict and renames its tensors.
    @discardableResult
    private mutating func add(
        _ network: NetworkName, from file: String
    ) throws(ImportError) -> CheckpointNames.Scheme {
        guard case .dictionary(let entries) = try read(file) else {
            throw .unexpected(
                file: file,
                problem: "is not a state dict (a dictionary of tensors); save the "
                    + "\(network.rawValue)'s state_dict() with torch.save")
        }
        let scheme = CheckpointNames.scheme(of: entries.keys)
        for (key, value) in entries.sorted(by: { $0.key < $1.key }) {
            guard let name = CheckpointNames.name(of: key, in: network, scheme),
                let tensor = value.tensor
            else {
                throw .unexpected(
                    file: file,
                    problem: "\(key) is no weight or bias of an EfficientAD "
                        + "\(network.rawValue)")
            }
            tensors[name] = tensor
        }
        return scheme
    }

    /// Takes PUAD's mean and deviation of the teacher's outputs, both or none.
    private mutating func addStatistics(_ folder: CheckpointFolder) throws(ImportError) {
        guard let mean = folder.statistic("mu.pt"), let deviation = folder.statistic("sigma.pt")
        else {
            if let file = folder.statistic("mu.pt") ?? folder.statistic("sigma.pt") {
                warnings.append("\(file): not used, for mu.pt and sigma.pt belong together")
            }
            return
        }
        teacherMean = try vector(mean)
        teacherDeviation = try vector(deviation)
    }

    private mutating func vector(_ file: String) throws(ImportError) -> [Float] {
        guard let tensor = try read(file).tensor else {
            throw .unexpected(file: file, problem: "is not a bare tensor")
        }
        return tensor.values
    }

    private mutating func addQuantiles(_ file: String) throws(ImportError) {
        let root = try read(file)
        let names = ["q_a_student", "q_b_student", "q_a_autoencoder", "q_b_autoencoder"]
        let values = names.map { name in
            switch root[name] {
                case .tensor(let tensor)? where tensor.values.count == 1: tensor.values[0]
                case .number(let number)?: Float(number)
                default: Float.nan
            }
        }
        if let place = values.firstIndex(where: \.isNaN) {
            throw .unexpected(file: file, problem: "has no number named \(names[place])")
        }
        guard values[1] > values[0], values[3] > values[2] else {
            throw .unexpected(
                file: file,
                problem: "a quantile q_b is not above its q_a; delete the file to "
                    + "have the quantiles computed from the good pictures")
        }
        studentQuantiles = MapQuantiles(a: values[0], b: values[1])
        autoencoderQuantiles = MapQuantiles(a: values[2], b: values[3])
    }

    // MARK: anomalib

    private static func readLightning(
        _ file: String, teacher: String?
    ) throws(ImportError) -> ImportedNetworks {
        if let teacher {
            throw .unexpected(
                file: teacher,
                problem: "is not needed: a Lightning checkpoint holds its own teacher; "
                    + "leave out --teacher")
        }
        var networks = ImportedNetworks(.anomalib)
        let root = try networks.read(file, mode: .lenient)
        guard case .dictionary(let state)? = root["state_dict"] else {
            // Strict reading names what the file is instead.
            _ = try networks.read(file)
            throw .unexpected(
                file: file,
                problem: "is not a checkpoint of a whole model; for state dicts give "
                    + "the folder with student.pt, autoencoder.pt and teacher.pt")
        }
        for (key, value) in state.sorted(by: { $0.key < $1.key }) {
            try networks.addAnomalib(key, value, file: file)
        }
        guard !networks.tensors.isEmpty else {
            throw .unexpected(
                file: file, problem: "is a Lightning checkpoint, but not of anomalib's EfficientAd")
        }
        // anomalib's quantiles count a frame of zeros around the maps: they are computed anew.
        return networks
    }

    private mutating func addAnomalib(
        _ key: String, _ value: TorchValue, file: String
    ) throws(ImportError) {
        let prefixes: [(String, NetworkName)] = [
            ("model.teacher.", .teacher), ("model.student.", .student),
            ("model.ae.", .autoencoder),
        ]
        if let (prefix, network) = prefixes.first(where: { key.hasPrefix($0.0) }) {
            let rest = String(key.dropFirst(prefix.count))
            guard let name = CheckpointNames.name(of: rest, in: network, .named),
                let tensor = value.tensor
            else {
                throw .unexpected(
                    file: file,
                    problem: "\(key) is no weight or bias of an EfficientAD "
                        + "\(network.rawValue)")
            }
            tensors[name] = tensor
        } else if key == "model.mean_std.mean" {
            teacherMean = value.tensor?.values
        } else if key == "model.mean_std.std" {
            teacherDeviation = value.tensor?.values
        }
    }

    // MARK: Reading and checking

    private mutating func read(
        _ file: String, mode: TorchCheckpoint.Mode = .strict
    ) throws(ImportError) -> TorchValue {
        do throws(TorchError) {
            let checkpoint = try TorchCheckpoint.read(path: file, mode: mode)
            if !files.contains(file) { files.append(file) }
            warnings += checkpoint.warnings
            return checkpoint.root
        } catch {
            throw .torch(error)
        }
    }

    /// Checks names, shapes and values; statistics that are still missing count as any.
    private mutating func check(_ path: String) throws(ImportError) {
        if let deviation = teacherDeviation, deviation.contains(where: { !($0 > 0) }),
            layout == .anomalib
        {
            // An untrained checkpoint holds zeros here.
            teacherMean = nil
            teacherDeviation = nil
            warnings.append("\(path): the teacher's statistics are unset and are computed anew")
        }
        var weights = NetworkWeights(tensors: tensors, teacherMean: [], teacherDeviation: [])
        weights.teacherMean = teacherMean ?? Array(repeating: 0, count: weights.channels)
        weights.teacherDeviation =
            teacherDeviation ?? Array(repeating: 1, count: weights.channels)
        do throws(ModelError) {
            try weights.check(file: path)
        } catch {
            throw .unexpected(file: path, problem: Self.reason(error))
        }
    }

    /// The model's complaint without its advice, which is for model files.
    private static func reason(_ error: ModelError) -> String {
        if case .badTensor(_, let tensor, let reason) = error { return "\(tensor): \(reason)" }
        return error.description
    }
}
