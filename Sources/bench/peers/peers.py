#!/usr/bin/env python3
"""Times Sight's engine and others in turns, one picture each, and prints the ratios."""

import argparse
import os
import statistics
import subprocess
import sys
import time

import numpy

import graph

BENCH = ".build/release/bench"
# Our names of what a processor may do, and oneDNN's.
LIMITS = {"avx2": "AVX2", "avx2-vnni": "AVX2_VNNI", "avx512": "AVX512_CORE",
          "avx512-vnni": "AVX512_CORE_VNNI"}


class Sight:
    name = "sight"

    def __init__(self, options):
        command = [BENCH, "turns", "--size", options.size, "--threads", str(options.threads)]
        command += ["--precision", options.precision]
        if options.limit:
            command += ["--level", options.limit]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            sys.exit(f"{BENCH} turns did not start; build it first (swift build -c release)")

    def milliseconds(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


class Timed:
    """A peer that runs in this process."""

    def milliseconds(self):
        begun = time.perf_counter()
        self.run()
        return (time.perf_counter() - begun) * 1e3


def normalised_picture():
    picture = numpy.random.default_rng(2).integers(0, 256, (1, 3, 256, 256)) / 255
    mean = numpy.array([0.485, 0.456, 0.406]).reshape(1, 3, 1, 1)
    deviation = numpy.array([0.229, 0.224, 0.225]).reshape(1, 3, 1, 1)
    return ((picture - mean) / deviation).astype(numpy.float32)


class OpenVINO(Timed):
    name = "openvino"

    def __init__(self, options):
        import openvino

        core = openvino.Core()
        model = openvino.Core().read_model(graph.Onnx().model(options.size).SerializeToString())
        precision = options.precision
        if precision == "int8":
            import nncf

            # What is not quantised is then faster in bf16 than in f32.
            model, precision = nncf.quantize(model, nncf.Dataset([normalised_picture()])), "bf16"
        compiled = core.compile_model(model, "CPU", {
            "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": options.threads,
            "INFERENCE_PRECISION_HINT": precision})
        request, picture = compiled.create_infer_request(), normalised_picture()
        self.run = lambda: request.infer([picture])


class OnnxRuntime(Timed):
    name = "onnxruntime"

    def __init__(self, options):
        import onnxruntime

        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = options.threads
        session = onnxruntime.InferenceSession(
            graph.Onnx().model(options.size).SerializeToString(), settings,
            providers=["CPUExecutionProvider"])
        picture = normalised_picture()
        self.run = lambda: session.run(None, {"picture": picture})


class PyTorch(Timed):
    name = "torch"

    def __init__(self, options):
        import torch

        torch.set_num_threads(options.threads)
        backend, picture = graph.Torch(options.size), torch.tensor(normalised_picture())
        with torch.no_grad():
            graph.Layers(backend, options.size).outputs(picture)
        shape = Shapes(options.size)

        def run():
            backend.next = 0
            with torch.no_grad():
                shape.outputs(backend, picture)

        self.run = run


class Shapes(graph.Layers):
    """The order of the layers without drawing weights again."""

    def __init__(self, size):
        super().__init__(None, size)

    def conv(self, x, inputs, outputs, kernel, stride=1, padding=0):
        return self.backend.conv(x, None, None, stride, padding)

    def outputs(self, backend, x):
        self.backend = backend
        return super().outputs(x)


PEERS = [OpenVINO, OnnxRuntime, PyTorch]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=["S", "M"], default="S")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--precision", choices=["f32", "bf16", "int8"], default="f32",
                        help="Sight's and OpenVINO's; the others always compute in f32")
    parser.add_argument("--limit", choices=LIMITS,
                        help="the instructions that Sight and OpenVINO may use at most")
    parser.add_argument("--only", default="openvino,onnxruntime")
    return parser.parse_args()


def pin(threads):
    """All contenders on the same processors."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def report(times, options):
    level = f", at most {options.limit}" if options.limit else ""
    print(f"EfficientAD-{options.size}, {options.precision}{level}, {options.threads} thread(s), "
          f"{options.rounds} rounds in turns")
    print("      min   median      p99      max   sight is faster by")
    ours = statistics.median(times["sight"])
    for name, values in times.items():
        values = sorted(values)
        median, p99 = statistics.median(values), values[round(0.99 * (len(values) - 1))]
        print(f"{values[0]:9.1f}{median:9.1f}{p99:9.1f}{values[-1]:9.1f}   "
              f"{median / ours:5.2f} x   {name}")


def main():
    options = arguments()
    if options.limit:
        # Before the libraries are loaded, which read it then.
        limit = LIMITS[options.limit]
        os.environ["ONEDNN_MAX_CPU_ISA"] = os.environ["DNNL_MAX_CPU_ISA"] = limit
    pin(options.threads)
    contenders = [Sight(options)]
    contenders += [peer(options) for peer in PEERS if peer.name in options.only.split(",")]
    times = {contender.name: [] for contender in contenders}
    for round_ in range(options.rounds + 2):
        for contender in contenders:
            value = contender.milliseconds()
            if round_ >= 2:
                times[contender.name].append(value)
    report(times, options)


if __name__ == "__main__":
    main()
