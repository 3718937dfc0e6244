import CKernels
import Compute
public import Host

/// What a backbone says about a picture, averaged to a teacher's channels: what the teacher learns.
///
/// layer2 and layer3, the latter enlarged bilinearly to the former's size, one after the other, and
/// the mean of each 4 neighbouring channels: (512 + 1024, 64, 64) becomes (384, 64, 64).
///
/// The teacher runs without padding, so only the middle of the target has an output that sees the
/// same place. At the teacher's size, half of the backbone's, cell i of layer2 is centred at pixel
/// 4i - 0.25 with torchvision's pooling and at 4i + 0.75 with TensorFlow's; output j of the teacher
/// sees pixels 4j to 4j + 32, centred at 4j + 16. So output j belongs to cell j + 4: the cells of
/// `grid`, 4 in from each side.
///
/// Owns its memory. One thread at a time.
///
/// - Source: PUAD's recipe of EfficientAD's Algorithm 3.
public final class DistillationTargets {
    /// Rows and columns of the picture that the backbone sees.
    public let side: Int
    /// Channels of a target.
    public let channels: Int
    /// Rows and columns of a target, less the margin.
    public let grid: Int

    /// The target of the last picture, (channels, grid, grid), half precision.
    public private(set) var target: [UInt16]

    /// The cells at each side that no output of the teacher belongs to.
    static let margin = 4
    /// How many neighbouring channels become one.
    static let group = 4
    /// Pixels from one cell to the next.
    private static let stride = 8

    private let plan: Plan
    private let second: FeatureMap
    private let third: FeatureMap
    /// The backbone's own outputs, for comparisons.
    let layers: [FeatureMap]
    /// (channels of layer2's part, whole grid, whole grid), and layer3's.
    private var values: (second: [Float], third: [Float])
    /// (channels, grid, grid).
    private var middle: [Float]

    /// Plans the backbone.
    ///
    /// - Parameters:
    ///   - backbone: The network.
    ///   - side: Of the picture; EfficientAD takes 512, twice the teacher's.
    ///   - threads: How many threads work, the calling one included; at least 1.
    /// - Throws: `HostError` when the system has no room for the threads.
    public init(_ backbone: Backbone, side: Int = 512, threads: Int) throws(HostError) {
        precondition(
            side % 16 == 0 && side / Self.stride > 2 * Self.margin,
            "a target has cells inside of its margin")
        self.side = side
        var builder = PlanBuilder(
            PictureScale(side: side, scale: backbone.scale, shift: backbone.shift))
        layers = builder.backbone(backbone)
        second = builder.convolve(layers[1], [.channelMeans(of: layers[1].channels)])
        let coarse = builder.convolve(layers[2], [.channelMeans(of: layers[2].channels)])
        third = builder.resize(coarse, height: second.height, width: second.width)
        plan = Plan(builder, team: try Team(members: threads))
        channels = second.channels + third.channels
        grid = second.height - 2 * Self.margin
        values = (
            [Float](repeating: 0, count: second.shape.count),
            [Float](repeating: 0, count: third.shape.count)
        )
        middle = [Float](repeating: 0, count: channels * grid * grid)
        target = [UInt16](repeating: 0, count: channels * grid * grid)
    }

    /// Computes the target of one picture.
    ///
    /// - Parameter picture: (side, side, 3), RGB, 8 bits.
    public func run(_ picture: Span<UInt8>) {
        plan.run(picture)
        plan.copy(second, into: &values.second)
        plan.copy(third, into: &values.third)
        cut(values.second, to: 0)
        cut(values.third, to: second.channels)
        Self.halve(middle, into: &target)
    }

    private static func halve(_ values: [Float], into target: inout [UInt16]) {
        var halves = target.mutableSpan
        ckernels_halved(&halves, values.span)
    }

    /// Copies one of the backbone's outputs for the last picture: stage 0 to 2.
    func copyLayer(_ stage: Int, into values: inout [Float]) {
        plan.copy(layers[stage], into: &values)
    }

    /// The whole target of the last picture, (channels, side / 8, side / 8).
    var whole: [Float] { values.second + values.third }

    /// Copies the rows and columns inside of the margin.
    private func cut(_ values: [Float], to first: Int) {
        let whole = second.height
        for channel in 0..<values.count / (whole * whole) {
            for y in 0..<grid {
                let from = (channel * whole + y + Self.margin) * whole + Self.margin
                let to = ((first + channel) * grid + y) * grid
                for x in 0..<grid { middle[to + x] = values[from + x] }
            }
        }
    }
}

extension Convolution {
    /// The means of each four neighbouring channels, as a convolution.
    fileprivate static func channelMeans(of channels: Int) -> Convolution {
        let group = DistillationTargets.group
        precondition(channels % group == 0, "channels are averaged in whole groups")
        let outputs = channels / group
        var weight = [Float](repeating: 0, count: outputs * channels)
        for channel in 0..<channels {
            weight[channel / group * channels + channel] = 1 / Float(group)
        }
        var means = Convolution(
            inputs: channels, kernel: 1, weight: weight,
            bias: [Float](repeating: 0, count: outputs))
        means.rectified = false
        return means
    }
}
