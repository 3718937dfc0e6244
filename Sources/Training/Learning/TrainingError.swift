public import Anomaly
public import Imaging

/// Why networks could not learn.
public enum TrainingError: Error, Equatable {
    /// The good pictures, or the statistics made of them.
    case fitting(FittingError)
    /// A file of weights, or the state that learning goes on from.
    case model(ModelError)
    /// Somebody else's teacher.
    case teacher(ImportError)
    /// There is no folder of photographs at the path.
    case noPhotos(path: String)
    /// The photographs cannot be listed or read.
    case photos(ImagingError)
    /// The state is of another run.
    case otherState(path: String, fact: String, found: String, wanted: String)
    /// The state is damaged.
    case badState(path: String, reason: String)
    /// A teacher's file that is damaged, or of networks of another kind.
    case badTeacher(ModelError)
    /// A file that has no weights at all.
    case noWeights(path: String)
    /// The file has no teacher in it.
    case noTeacher(path: String)
    /// There are fewer crops than a teacher can learn from.
    case tooFewCrops(learned: Int, heldOut: Int)
    /// The teacher to go on from is not as wide as asked.
    case otherWidths(found: [Int], wanted: [Int])
    /// A loss is no longer a number.
    case diverged(step: Int)
    /// Someone asked to stop; the state was written there, if there was one.
    case cancelled(state: String?)
}

extension TrainingError: CustomStringConvertible {
    /// A sentence or more: where, what is wrong, what to do.
    public var description: String {
        switch self {
            case .fitting(let error): error.description
            case .model(let error): error.description
            case .teacher(let error): error.description
            case .noPhotos(let path):
                "\(path): there is no such folder. Give one with photographs, as .png, .jpg, "
                    + ".jpeg or .bmp, in it or in folders inside."
            case .photos(let error): error.description
            case .otherState(let path, let fact, let found, let wanted):
                "\(path): was begun with \(fact) \(found), now it is \(wanted). Give what it was "
                    + "begun with to go on, or remove the file to begin anew."
            case .badState(let path, let reason):
                "\(path): the state of learning is damaged: \(reason). Remove the file to begin "
                    + "anew."
            case .badTeacher(let error): "\(error.fault). \(Self.otherTeacher)"
            case .noWeights(let path):
                "\(path): \(ForeignFile.neither). \(Self.otherTeacher)"
            case .noTeacher(let path):
                "\(path): has no teacher of 4 (S) or 6 (M) convolutions. \(Self.otherTeacher)"
            case .tooFewCrops(let learned, let heldOut):
                "\(learned) crops to learn from and \(heldOut) held out are too few: ask for more "
                    + "with --crops."
            case .otherWidths(let found, let wanted):
                "the teacher to go on from has the widths \(found), not \(wanted)"
            case .diverged(let step):
                "the loss is no longer a number at step \(step): the learning rate is too high or "
                    + "the teacher's outputs are damaged."
            case .cancelled(let state?):
                "stopped on request; the same command goes on from \(state)"
            case .cancelled(nil): "stopped on request; nothing was written"
        }
    }

    private static let otherTeacher =
        "`sight distill` makes a teacher of a pretrained network; the default one, "
        + "teacher-s.safetensors, comes with the program."
}

/// Does `body`, whose error becomes one of ours: that of a model, if it is not told which.
func orTrainingError<Result>(
    _ kind: (ModelError) -> TrainingError = TrainingError.model,
    _ body: () throws(ModelError) -> Result
) throws(TrainingError) -> Result {
    do throws(ModelError) {
        return try body()
    } catch {
        throw kind(error)
    }
}
