/// One convolution of a network, with what happens right before and after it.
///
/// The channels are not here: they come from the shapes of the tensors.
public struct NetworkLayer: Sendable, Equatable {
    /// What its tensors are called before `.weight` and `.bias`, for example `teacher.conv1`.
    public let name: String
    /// The side of the square kernel.
    public let kernel: Int
    /// The step of the kernel.
    public var stride = 1
    /// The zeros added on every side of the input.
    public var padding = 0
    /// Whether negative results become zero.
    public var rectified = true
    /// Whether the mean of each 2x2 block is taken afterwards.
    public var pooled = false
    /// The side to which the input is enlarged or shrunk first, bilinearly; `nil`: it stays.
    public var resizedTo: Int?
    /// The probability with which an element of the result is left out in training.
    public var dropout: Float = 0

    /// The name of its weight tensor: (outputs, inputs, kernel, kernel).
    public var weightName: String { name + ".weight" }
    /// The name of its bias tensor: (outputs).
    public var biasName: String { name + ".bias" }
}
