@testable import Compute

/// A network that learns by the definitions alone: loops over every weight, in double precision.
struct PlainNetwork {
    let layers: [LearningLayer]

    /// Numbers with a shape.
    struct Map {
        let shape: Shape
        var values: [Double]

        init(_ shape: Shape, _ values: [Double]? = nil) {
            self.shape = shape
            self.values = values ?? Array(repeating: 0, count: shape.count)
        }

        func index(_ channel: Int, _ y: Int, _ x: Int) -> Int {
            (channel * shape.height + y) * shape.width + x
        }
    }

    /// The gradients of a layer.
    struct Gradient {
        var weight: [Double]
        var bias: [Double]
    }

    /// What one layer made on the way forth.
    private struct Step {
        var input: Map
        var resized: Map
        var result: Map
    }

    /// The gradients of the sum of output · direction for every layer and the picture, and the
    /// output.
    func gradients(
        of picture: Map, direction: [Double]
    ) -> (output: Map, layers: [Gradient], input: Map) {
        var steps: [Step] = []
        var map = picture
        for layer in layers {
            let resized = layer.resizedTo.map { resize(map, to: $0) } ?? map
            let result = convolve(layer.convolution, resized)
            steps.append(Step(input: map, resized: resized, result: result))
            map = layer.convolution.pooled ? pool(result) : result
        }
        var gradient = Map(map.shape, direction)
        var gradients: [Gradient] = []
        for (layer, step) in zip(layers, steps).reversed() {
            var sums = layer.convolution.pooled ? unpool(gradient, step.result.shape) : gradient
            if layer.convolution.rectified {
                for index in sums.values.indices where step.result.values[index] <= 0 {
                    sums.values[index] = 0
                }
            }
            let (own, input) = convolveBack(layer.convolution, step.resized, sums)
            gradients.insert(own, at: 0)
            gradient = layer.resizedTo == nil ? input : resizeBack(input, step.input.shape)
        }
        return (map, gradients, gradient)
    }

    /// Calls with each pair of input and output place that a weight connects.
    private func forEach(
        _ c: Convolution, _ input: Map, _ output: Map,
        _ body: (_ weight: Int, _ input: Int, _ output: Int) -> Void
    ) {
        for o in 0..<c.outputs {
            for y in 0..<output.shape.height {
                for x in 0..<output.shape.width {
                    let place = output.index(o, y, x)
                    for i in 0..<c.kernel {
                        let row = y * c.stride + i - c.padding
                        guard row >= 0, row < input.shape.height else { continue }
                        for j in 0..<c.kernel {
                            let column = x * c.stride + j - c.padding
                            guard column >= 0, column < input.shape.width else { continue }
                            for channel in 0..<c.inputs {
                                body(
                                    ((o * c.inputs + channel) * c.kernel + i) * c.kernel + j,
                                    input.index(channel, row, column), place)
                            }
                        }
                    }
                }
            }
        }
    }

    private func convolve(_ c: Convolution, _ input: Map) -> Map {
        var output = Map(c.unpooledShape(from: input.shape))
        let weight = c.weight.map(Double.init)
        forEach(c, input, output) { output.values[$2] += weight[$0] * input.values[$1] }
        for index in output.values.indices {
            output.values[index] += Double(c.bias[index / output.shape.plane])
            if c.rectified { output.values[index] = max(output.values[index], 0) }
        }
        return output
    }

    private func convolveBack(_ c: Convolution, _ input: Map, _ sums: Map) -> (Gradient, Map) {
        var gradient = Gradient(
            weight: Array(repeating: 0, count: c.weight.count),
            bias: Array(repeating: 0, count: c.outputs))
        var back = Map(input.shape)
        let weight = c.weight.map(Double.init)
        forEach(c, input, sums) {
            gradient.weight[$0] += input.values[$1] * sums.values[$2]
            back.values[$1] += weight[$0] * sums.values[$2]
        }
        for index in sums.values.indices {
            gradient.bias[index / sums.shape.plane] += sums.values[index]
        }
        return (gradient, back)
    }

    private func pool(_ map: Map) -> Map {
        var shape = map.shape
        (shape.height, shape.width) = (shape.height / 2, shape.width / 2)
        var pooled = Map(shape)
        forEachPooled(map, pooled) { pooled.values[$1] += map.values[$0] / 4 }
        return pooled
    }

    private func unpool(_ gradient: Map, _ shape: Shape) -> Map {
        var map = Map(shape)
        forEachPooled(map, gradient) { map.values[$0] = gradient.values[$1] / 4 }
        return map
    }

    private func forEachPooled(
        _ map: Map, _ pooled: Map, _ body: (_ index: Int, _ pooled: Int) -> Void
    ) {
        for channel in 0..<pooled.shape.channels {
            for y in 0..<2 * pooled.shape.height {
                for x in 0..<2 * pooled.shape.width {
                    body(map.index(channel, y, x), pooled.index(channel, y / 2, x / 2))
                }
            }
        }
    }

    private func resize(_ map: Map, to side: Int) -> Map {
        var resized = Map(Shape(channels: map.shape.channels, height: side, width: side))
        forEachShare(map, resized) { resized.values[$1] += $2 * map.values[$0] }
        return resized
    }

    private func resizeBack(_ gradient: Map, _ shape: Shape) -> Map {
        var map = Map(shape)
        forEachShare(map, gradient) { map.values[$0] += $2 * gradient.values[$1] }
        return map
    }

    private func forEachShare(
        _ map: Map, _ resized: Map, _ body: (_ index: Int, _ resized: Int, _ share: Double) -> Void
    ) {
        func sources(_ index: Int, _ from: Int, _ to: Int) -> [(Int, Double)] {
            let source = max((Double(index) + 0.5) * Double(from) / Double(to) - 0.5, 0)
            let first = Int(source)
            let share = source - Double(first)
            return [(first, 1 - share), (min(first + 1, from - 1), share)]
        }
        for channel in 0..<map.shape.channels {
            for y in 0..<resized.shape.height {
                for (row, down) in sources(y, map.shape.height, resized.shape.height) {
                    for x in 0..<resized.shape.width {
                        for (column, across) in sources(x, map.shape.width, resized.shape.width) {
                            body(
                                map.index(channel, row, column), resized.index(channel, y, x),
                                down * across)
                        }
                    }
                }
            }
        }
    }
}
