#!/usr/bin/env python3
"""How far OpenVINO's maps in other numbers are from its own in float32, for a model of Sight."""

import argparse
import pathlib

import numpy

import graph

ENDINGS = {".png", ".jpg", ".jpeg", ".bmp"}


class Trained(graph.Layers):
    """The same layers with a model's weights."""

    def __init__(self, backend, tensors):
        super().__init__(backend, "S")
        self.tensors = tensors
        self.names = self.order()

    def order(self):
        def numbered(prefix):
            found = [name for name in self.tensors
                     if name.startswith(prefix) and name.endswith(".weight")]
            return sorted(found, key=lambda name: int(name.split("conv")[1].split(".")[0]))

        for prefix in ["teacher.", "student.", "autoencoder.encoder.", "autoencoder.decoder."]:
            yield from numbered(prefix)

    def conv(self, x, inputs, outputs, kernel, stride=1, padding=0):
        name = next(self.names)
        weight = self.tensors[name]
        bias = self.tensors[name.replace(".weight", ".bias")]
        if name.startswith("teacher.") and weight.shape[0] == len(self.tensors["teacher_std"]):
            deviation = self.tensors["teacher_std"]
            bias = (bias - self.tensors["teacher_mean"]) / deviation
            weight = weight / deviation.reshape(-1, 1, 1, 1)
        return self.backend.conv(x, weight, bias, stride, padding)


class TrainedOnnx(graph.Onnx):
    """The graph of a model, with as many channels as it has."""

    def __init__(self, tensors):
        super().__init__()
        self.tensors = tensors

    def resize(self, x, side):
        shape = self.node("Shape", [x], end=2)
        sizes = self.node("Concat", [shape, self.constant(numpy.array([side] * 2, numpy.int64))],
                          axis=0)
        return self.node("Resize", [x, "", "", sizes], mode="linear",
                         coordinate_transformation_mode="half_pixel")

    def model(self):
        helper, floats = self.onnx.helper, self.onnx.TensorProto.FLOAT
        outputs = Trained(self, self.tensors).outputs("picture")
        made = helper.make_graph(
            self.nodes, "efficientad",
            [helper.make_tensor_value_info("picture", floats, [1, 3, 256, 256])],
            [helper.make_tensor_value_info(name, floats, None) for name in outputs],
            self.constants)
        return helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def prepared(path):
    from PIL import Image

    picture = Image.open(path).convert("RGB").resize((256, 256), Image.BILINEAR)
    values = numpy.asarray(picture, numpy.float32).transpose(2, 0, 1)[None] / 255
    mean = numpy.array([0.485, 0.456, 0.406], numpy.float32).reshape(1, 3, 1, 1)
    deviation = numpy.array([0.229, 0.224, 0.225], numpy.float32).reshape(1, 3, 1, 1)
    return (values - mean) / deviation


def listed(folder):
    return [prepared(path) for path in sorted(pathlib.Path(folder).rglob("*"))
            if path.suffix.lower() in ENDINGS]


def anomaly_map(result, quantiles):
    student, autoencoder = result[0][0], result[1][0]
    a, b, c, d = quantiles
    return 0.05 * (student - a) / (b - a) + 0.05 * (autoencoder - c) / (d - c)


def maps(model, precision, pictures, quantiles):
    import openvino

    compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": precision})
    return numpy.stack([anomaly_map(list(compiled([picture]).values()), quantiles)
                        for picture in pictures])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="a model of Sight, EfficientAD")
    parser.add_argument("--good", required=True, help="good parts, from which int8 is calibrated")
    parser.add_argument("--pictures", required=True, help="what the maps are of")
    parser.add_argument("--precision", choices=["bf16", "int8"], default="int8")
    options = parser.parse_args()
    import openvino
    from safetensors.numpy import load_file

    tensors = load_file(options.model)
    network = openvino.Core().read_model(TrainedOnnx(tensors).model().SerializeToString())
    pictures = listed(options.pictures)
    exact = maps(network, "f32", pictures, tensors["quantiles"])
    if options.precision == "int8":
        import nncf

        good = listed(options.good)
        network = nncf.quantize(network, nncf.Dataset(good), subset_size=len(good))
        other = maps(network, "f32", pictures, tensors["quantiles"])
    else:
        other = maps(network, "bf16", pictures, tensors["quantiles"])
    largest = exact.max()
    difference = numpy.abs(other - exact)
    print(f"OpenVINO, {options.precision}, {len(pictures)} pictures; "
          f"the largest of all maps {largest}")
    print(f"deviation of a cell, of that: "
          f"{100 * numpy.sqrt((difference ** 2).mean()) / largest:.2f} % typically "
          f"(root mean square), {100 * difference.max() / largest:.2f} % at most")


if __name__ == "__main__":
    main()
