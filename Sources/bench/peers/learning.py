#!/usr/bin/env python3
"""Times one step of EfficientAD's training in turns with PyTorch's, and prints the ratios.

A step is what the published training does with batch 1: the teacher for the picture and for its
augmented copy, three passes of the student, one of the autoencoder, all gradients, Adam.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time

import torch
import torch.nn.functional as F

BENCH = ".build/release/bench"


def convolution(inputs, outputs, kernel, stride=1, padding=0):
    return torch.nn.Conv2d(inputs, outputs, kernel, stride, padding)


def pdn(size, outputs):
    relu, pool = torch.nn.ReLU(inplace=True), torch.nn.AvgPool2d(2)
    if size == "S":
        return torch.nn.Sequential(
            convolution(3, 128, 4), relu, pool, convolution(128, 256, 4), relu, pool,
            convolution(256, 256, 3), relu, convolution(256, outputs, 4))
    return torch.nn.Sequential(
        convolution(3, 256, 4), relu, pool, convolution(256, 512, 4), relu, pool,
        convolution(512, 512, 1), relu, convolution(512, 512, 3), relu,
        convolution(512, outputs, 4), relu, convolution(outputs, outputs, 1))


class Autoencoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        widths = [3, 32, 32, 64, 64, 64]
        self.encoder = torch.nn.ModuleList(
            convolution(a, b, 4, 2, 1) for a, b in zip(widths, widths[1:]))
        self.middle = convolution(64, 64, 8)
        self.decoder = torch.nn.ModuleList(convolution(64, 64, 4, 1, 2) for _ in range(6))
        self.last = torch.nn.ModuleList(
            [convolution(64, 64, 3, 1, 1), convolution(64, 384, 3, 1, 1)])

    def forward(self, x):
        for layer in self.encoder:
            x = F.relu(layer(x))
        x = self.middle(x)
        for side, layer in zip([3, 8, 15, 32, 63, 127], self.decoder):
            x = F.interpolate(x, size=(side, side), mode="bilinear")
            x = F.dropout(F.relu(layer(x)), 0.2)
        x = F.interpolate(x, size=(56, 56), mode="bilinear")
        return self.last[1](F.relu(self.last[0](x)))


class PyTorch:
    def __init__(self, options, bf16, channels_last):
        self.name = "torch " + ("bf16" if bf16 else "f32") + (
            ", channels last" if channels_last else "")
        torch.set_num_threads(options.threads)
        order = torch.channels_last if channels_last else torch.contiguous_format
        self.teacher = pdn(options.size, 384).requires_grad_(False).to(memory_format=order)
        self.student = pdn(options.size, 768).to(memory_format=order)
        self.autoencoder = Autoencoder().to(memory_format=order)
        self.bf16 = bf16
        self.optimizer = torch.optim.Adam(
            list(self.student.parameters()) + list(self.autoencoder.parameters()), lr=1e-4,
            weight_decay=1e-5)
        self.pictures = [
            torch.randn(1, 3, 256, 256).to(memory_format=order) for _ in range(3)]

    def losses(self):
        picture, augmented, photo = self.pictures
        with torch.no_grad():
            taught, taught_again = self.teacher(picture), self.teacher(augmented)
        square = (taught - self.student(picture)[:, :384]).float() ** 2
        # torch.quantile refuses so many elements; kthvalue is the same without interpolation.
        least = torch.kthvalue(square.detach().flatten(), int(0.999 * square.numel())).values
        imitation, output = self.student(augmented)[:, 384:], self.autoencoder(augmented)
        return (
            square[square >= least].mean() + (self.student(photo)[:, :384].float() ** 2).mean()
            + ((taught_again - output).float() ** 2).mean()
            + ((output - imitation).float() ** 2).mean())

    def milliseconds(self):
        begun = time.perf_counter()
        self.optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            loss = self.losses()
        loss.backward()
        self.optimizer.step()
        return (time.perf_counter() - begun) * 1e3


class Sight:
    def __init__(self, options, precision):
        self.name = f"sight {precision}"
        self.process = subprocess.Popen(
            [BENCH, "learning", "--size", options.size, "--threads", str(options.threads),
             "--precision", precision, "--turns"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            sys.exit(f"{BENCH} learning did not start; build it first (swift build -c release)")

    def milliseconds(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=["S", "M"], default="S")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--bf16", action="store_true", help="both in bf16 too")
    options = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:options.threads])
    contenders = [
        Sight(options, "f32"), PyTorch(options, False, False), PyTorch(options, False, True)]
    if options.bf16:
        contenders += [
            Sight(options, "bf16"), PyTorch(options, True, False), PyTorch(options, True, True)]
    times = {contender.name: [] for contender in contenders}
    for round_ in range(options.rounds + 1):
        for contender in contenders:
            value = contender.milliseconds()
            if round_ > 0:
                times[contender.name].append(value)
    ours = {
        precision: statistics.median(times[f"sight {precision}"])
        for precision in ("f32", "bf16") if f"sight {precision}" in times}
    print(f"a step of training EfficientAD-{options.size}, {options.threads} thread(s), "
          f"{options.rounds} rounds in turns")
    columns = "".join(f"{precision:>9}" for precision in ours)
    print(f"   median      max   sight is faster by\n{'':21}{columns}")
    for name, values in times.items():
        median = statistics.median(values)
        ratios = "".join(f"{median / own:7.2f} x" for own in ours.values())
        print(f"{median:9.0f}{max(values):9.0f}   {ratios}   {name}")


if __name__ == "__main__":
    main()
