/// One step of a network that takes one feature map to the next.
public enum Operation: Sendable {
    /// A convolution with what follows it at once.
    case convolution(Convolution)
    /// A bilinear change of size, half-pixel centres, no antialiasing.
    case resize(height: Int, width: Int)

    /// The result's shape.
    func shape(from input: Shape) -> Shape {
        switch self {
            case .convolution(let convolution): convolution.shape(from: input)
            case .resize(let height, let width):
                Shape(channels: input.channels, height: height, width: width)
        }
    }
}
