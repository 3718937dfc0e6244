/// Who wrote a checkpoint, told by what is in it.
public enum CheckpointLayout: String, Sendable, CaseIterable {
    /// PUAD's directory: state dicts by layer name, statistics and quantiles beside the student.
    case puad = "PUAD"
    /// State dicts of nelson1425/EfficientAD: layers numbered as in a sequential network.
    case nelson1425 = "nelson1425"
    /// One Lightning checkpoint of anomalib.
    case anomalib = "anomalib"
    /// A model file of ours, whose networks are taken over.
    case sight = "Sight"
}
