/// One layer of a network that learns, with its first weights.
public struct LearningLayer: Sendable {
    /// The convolution, and whether its result is rectified and pooled.
    public var convolution: Convolution
    /// The side to which the input is enlarged or shrunk first, bilinearly; `nil`: it stays.
    public var resizedTo: Int?
    /// The probability with which an element of the result is left out while learning.
    public var dropout: Float = 0
    /// Whether its weights learn; only layers at a network's beginning may do without.
    public var learns = true

    /// A layer that begins with these weights.
    public init(_ convolution: Convolution, resizedTo: Int? = nil, dropout: Float = 0) {
        self.convolution = convolution
        self.resizedTo = resizedTo
        self.dropout = dropout
    }
}
