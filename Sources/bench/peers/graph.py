"""EfficientAD + PUAD as an ONNX graph and as torch operations, with random weights."""

import numpy

SMALL = [(128, 4, True), (256, 4, True), (256, 3, False), (None, 4, False)]
MEDIUM = [
    (256, 4, True), (512, 4, True), (512, 1, False), (512, 3, False), (None, 4, False),
    (None, 1, False),
]
ENCODER = [(32, 4, 2, 1), (32, 4, 2, 1), (64, 4, 2, 1), (64, 4, 2, 1), (64, 4, 2, 1), (64, 8, 1, 0)]
DECODER = [(64, 4, 2, 3), (64, 4, 2, 8), (64, 4, 2, 15), (64, 4, 2, 32), (64, 4, 2, 63),
           (64, 4, 2, 127), (64, 3, 1, 56), (384, 3, 1, None)]


class Layers:
    """Calls `conv`, `pool`, `relu`, `resize` of a backend in the order of the networks."""

    def __init__(self, backend, size):
        self.backend = backend
        self.layers = SMALL if size == "S" else MEDIUM
        self.random = numpy.random.default_rng(1)

    def conv(self, x, inputs, outputs, kernel, stride=1, padding=0):
        limit = numpy.sqrt(6 / (inputs * kernel * kernel))
        shape = (outputs, inputs, kernel, kernel)
        weight = self.random.uniform(-limit, limit, shape).astype(numpy.float32)
        bias = self.random.uniform(-0.05, 0.05, outputs).astype(numpy.float32)
        return self.backend.conv(x, weight, bias, stride, padding)

    def descriptor(self, x, outputs):
        inputs = 3
        for index, (width, kernel, pooled) in enumerate(self.layers):
            width = width or outputs
            x = self.conv(x, inputs, width, kernel)
            if index < len(self.layers) - 1:
                x = self.backend.relu(x)
            if pooled:
                x = self.backend.pool(x)
            inputs = width
        return x

    def autoencoder(self, x):
        inputs = 3
        for index, (outputs, kernel, stride, padding) in enumerate(ENCODER):
            x = self.conv(x, inputs, outputs, kernel, stride, padding)
            if index < len(ENCODER) - 1:
                x = self.backend.relu(x)
            inputs = outputs
        for outputs, kernel, padding, side in DECODER:
            if side:
                x = self.backend.resize(x, side)
            x = self.conv(x, inputs, outputs, kernel, 1, padding)
            if side:
                x = self.backend.relu(x)
            inputs = outputs
        return x

    def outputs(self, x):
        """Student map, autoencoder map, mean feature."""
        teacher = self.descriptor(x, 384)
        student = self.descriptor(x, 768)
        picture = self.autoencoder(x)
        near, far = self.backend.halves(student)
        return (self.backend.distance(teacher, near), self.backend.distance(picture, far),
                self.backend.mean(near))


class Onnx:
    """Collects ONNX nodes."""

    def __init__(self):
        import onnx

        self.onnx = onnx
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, value):
        self.count += 1
        name = f"c{self.count}"
        self.constants.append(self.onnx.numpy_helper.from_array(value, name))
        return name

    def node(self, kind, inputs, outputs=1, **attributes):
        names = []
        for _ in range(outputs):
            self.count += 1
            names.append(f"v{self.count}")
        self.nodes.append(self.onnx.helper.make_node(kind, inputs, names, **attributes))
        return names[0] if outputs == 1 else names

    def conv(self, x, weight, bias, stride, padding):
        return self.node("Conv", [x, self.constant(weight), self.constant(bias)],
                         strides=[stride] * 2, pads=[padding] * 4)

    def relu(self, x):
        return self.node("Relu", [x])

    def pool(self, x):
        return self.node("AveragePool", [x], kernel_shape=[2, 2], strides=[2, 2])

    def resize(self, x, side):
        sizes = self.constant(numpy.array([1, 64, side, side], numpy.int64))
        return self.node("Resize", [x, "", "", sizes], mode="linear",
                         coordinate_transformation_mode="half_pixel")

    def halves(self, x):
        return self.node("Split", [x], 2, axis=1, num_outputs=2)

    def distance(self, a, b):
        difference = self.node("Sub", [a, b])
        squares = self.node("Mul", [difference, difference])
        return self.node("ReduceMean", [squares, self.constant(numpy.array([1], numpy.int64))],
                         keepdims=0)

    def mean(self, x):
        axes = self.constant(numpy.array([2, 3], numpy.int64))
        return self.node("ReduceMean", [x, axes], keepdims=0)

    def model(self, size):
        helper, floats = self.onnx.helper, self.onnx.TensorProto.FLOAT
        outputs = Layers(self, size).outputs("picture")
        graph = helper.make_graph(
            self.nodes, "efficientad",
            [helper.make_tensor_value_info("picture", floats, [1, 3, 256, 256])],
            [helper.make_tensor_value_info(name, floats, None) for name in outputs],
            self.constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


class Torch:
    """Runs torch's operations at once; weights are kept for the next call."""

    def __init__(self, size):
        import torch

        self.torch, self.size = torch, size
        self.weights, self.next = [], None

    def conv(self, x, weight, bias, stride, padding):
        if self.next is None:
            self.weights.append((self.torch.tensor(weight), self.torch.tensor(bias)))
            pair = self.weights[-1]
        else:
            pair = self.weights[self.next]
            self.next += 1
        return self.torch.nn.functional.conv2d(x, *pair, stride, padding)

    def relu(self, x):
        return self.torch.relu(x)

    def pool(self, x):
        return self.torch.nn.functional.avg_pool2d(x, 2)

    def resize(self, x, side):
        return self.torch.nn.functional.interpolate(x, (side, side), mode="bilinear")

    def halves(self, x):
        return x.chunk(2, 1)

    def distance(self, a, b):
        return ((a - b) ** 2).mean(1)

    def mean(self, x):
        return x.mean((2, 3))
