import Host

/// A model's way to and from its safetensors file.
public enum ModelFile {
    /// What the metadata `format` of a teacher's file says; a model file has no such entry.
    public static let teacherFormat = "sight-teacher-1"

    /// Reads a model and checks every part of it; the golden pictures are `GoldenCheck`'s.
    ///
    /// - Parameter path: The file.
    /// - Returns: The model, its `digest` set.
    /// - Throws: `.unreadable`; `.malformed`, `.badTensor`, `.badMetadata`,
    ///   `.notAModel`, `.isTeacher` or `.unknownDetector` for a file that must not serve.
    public static func read(path: String) throws(ModelError) -> Model {
        let content: [UInt8]
        do throws(HostError) {
            content = try FileSystem.read(path, limit: SafeTensorsLimits.fileBytes)
        } catch {
            throw .unreadable(error)
        }
        return try read(content, file: path)
    }

    /// The digest of a file, as `Model.digest`.
    ///
    /// - Parameter path: The file.
    /// - Returns: SHA-256, hexadecimal.
    /// - Throws: `.unreadable`.
    public static func digest(of path: String) throws(ModelError) -> String {
        do throws(HostError) {
            return SHA256.hexadecimalDigest(
                of: try FileSystem.read(path, limit: SafeTensorsLimits.fileBytes))
        } catch {
            throw .unreadable(error)
        }
    }

    /// Reads a model from the content of its file.
    ///
    /// - Parameters:
    ///   - content: The whole file.
    ///   - file: What messages call it.
    /// - Returns: The model, its `digest` set.
    /// - Throws: As `read(path:)`; `.unreadable` without room for a thread.
    public static func read(_ content: [UInt8], file: String) throws(ModelError) -> Model {
        let container = try SafeTensors(undigested: content, file: file)
        let (digest, fault) = (Guarded(""), Guarded<ModelError?>(nil))
        let hashing = try besides {
            do throws(ModelError) {
                try container.checkDigests()
            } catch let error {
                fault.withLock { $0 = error }
            }
            digest.withLock { $0 = SHA256.hexadecimalDigest(of: content) }
        }
        let decoded = Result { () throws(ModelError) in
            try ModelDecoder(container, file: file).decode()
        }
        hashing.join()
        // What was changed is the better reason for whatever the decoder found.
        if let fault = fault.withLock({ $0 }) { throw fault }
        var model = try decoded.get()
        model.digest = digest.withLock { $0 }
        return model
    }

    /// Runs what takes as long as the decoding on a thread of its own.
    private static func besides(
        _ work: @escaping @Sendable () -> Void
    ) throws(ModelError) -> Thread {
        do throws(HostError) {
            return try Thread(name: "model digest", work)
        } catch {
            throw .unreadable(error)
        }
    }

    /// Writes a model: whole and synced under a temporary name, then renamed.
    ///
    /// - Parameters:
    ///   - model: At least one calibration score and one golden picture belong to it.
    ///   - path: The file; it is replaced if it exists.
    /// - Returns: The file's digest.
    /// - Throws: `.badTensor` for a model that could not be read again, `.unwritable`.
    @discardableResult
    public static func write(_ model: Model, to path: String) throws(ModelError) -> String {
        let content = try content(of: model, file: path)
        try write(content, to: path)
        return SHA256.hexadecimalDigest(of: content)
    }

    /// The content of a model's file, to be checked before it is written.
    ///
    /// - Parameters:
    ///   - model: At least one calibration score and one golden picture belong to it.
    ///   - file: What messages call it.
    /// - Returns: The whole file.
    /// - Throws: `.badTensor` for a model that could not be read again.
    public static func content(of model: Model, file: String) throws(ModelError) -> [UInt8] {
        try model.check(file: file)
        try model.checkCalibration(file: file)
        guard !model.goldenPictures.isEmpty else {
            throw .badTensor(file: file, tensor: TensorName.goldenPictures, reason: "it is empty")
        }
        return ModelEncoder.encode(model)
    }

    /// Writes a file's content as `write(_:to:)` does for a model.
    public static func write(_ content: [UInt8], to path: String) throws(ModelError) {
        do throws(HostError) {
            try AtomicFile.write(content.span, to: path)
        } catch {
            throw .unwritable(error)
        }
    }
}
