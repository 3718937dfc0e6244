"""Write the fixtures of `sight distill`: a tiny residual network and what it says of a picture.

    python backbone.py ../Fixtures/backbone

The weights follow from their names, as `formulaWeights` in Tests/TestSupport makes them, so the
files are the same in every run. `named.pth` has torchvision's names, with batch norms;
`folded.safetensors` is another such network, folded, with TensorFlow's pooling.
`expected.safetensors` holds the picture and, of both, layer2, layer3 and the target. Written after
the definitions, not after our program: batch norms stay batch norms here.
"""

import argparse
import pathlib

import numpy
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

STEM, WIDTH, BLOCKS, SIDE = 8, 4, 2, 128


def formula(name, shape, limit):
    """The values of `formulaWeights(name, count:, limit:)`."""
    mask, hashed = (1 << 64) - 1, 0xCBF29CE484222325
    for byte in name.encode():
        hashed = ((hashed ^ byte) * 0x100000001B3) & mask
    values = []
    for _ in range(int(numpy.prod(shape))):
        hashed = (hashed + 0x9E3779B97F4A7C15) & mask
        z = hashed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
        values.append((2 * (z >> 40) / 2**24 - 1) * limit)
    return torch.tensor(values, dtype=torch.float32).reshape(shape)


def kernels(name, outputs, inputs, side):
    """Weights that keep the size of what passes through, as the file's half precision has them."""
    limit = (6 / (inputs * side * side)) ** 0.5
    return formula(name, (outputs, inputs, side, side), limit).half()


def layers():
    """Of every block: (stage, number, inputs, inner, outputs, stride)."""
    inputs = STEM
    for stage in range(3):
        inner = WIDTH << stage
        for number in range(BLOCKS):
            yield stage, number, inputs, inner, 4 * inner, 2 if stage and not number else 1
            inputs = 4 * inner


def named():
    """A state dict with torchvision's names."""
    state = {}

    def add(conv, norm, outputs, inputs, side):
        state[f"{conv}.weight"] = kernels(f"{conv}.weight", outputs, inputs, side)
        state[f"{norm}.weight"] = 1 + formula(f"{norm}.weight", (outputs,), 0.3)
        state[f"{norm}.bias"] = formula(f"{norm}.bias", (outputs,), 0.2)
        state[f"{norm}.running_mean"] = formula(f"{norm}.running_mean", (outputs,), 0.2)
        state[f"{norm}.running_var"] = 1 + formula(f"{norm}.running_var", (outputs,), 0.5)
        state[f"{norm}.num_batches_tracked"] = torch.tensor(7)

    add("conv1", "bn1", STEM, 3, 7)
    for stage, number, inputs, inner, outputs, _ in layers():
        name = f"layer{stage + 1}.{number}"
        add(f"{name}.conv1", f"{name}.bn1", inner, inputs, 1)
        add(f"{name}.conv2", f"{name}.bn2", inner, inner, 3)
        add(f"{name}.conv3", f"{name}.bn3", outputs, inner, 1)
        if number == 0:
            add(f"{name}.downsample.0", f"{name}.downsample.1", outputs, inputs, 1)
    # As whole networks have them; nobody reads these.
    add("layer4.0.conv1", "layer4.0.bn1", 4, 4, 1)
    state["fc.weight"] = formula("fc.weight", (3, 4), 1)
    return state


def folded():
    """Tensors of a network with folded batch norms: conv0, conv1, ..."""
    tensors = {}

    def add(outputs, inputs, side):
        name = f"conv{len(tensors) // 2}"
        tensors[f"{name}.weight"] = kernels(f"{name}.folded", outputs, inputs, side)
        tensors[f"{name}.bias"] = formula(f"{name}.bias", (outputs,), 0.2).half()

    add(STEM, 3, 7)
    for _, number, inputs, inner, outputs, _ in layers():
        if number == 0:
            add(outputs, inputs, 1)
        add(inner, inputs, 1)
        add(inner, inner, 3)
        add(outputs, inner, 1)
    return tensors


def run(stem, pool, block, picture):
    """layer2 and layer3 of a network whose parts are functions."""
    x = pool(F.relu(stem(picture)))
    outputs = {}
    for stage, number, _, _, _, stride in layers():
        x = F.relu(block(stage, number, stride, x))
        outputs[stage] = x
    return outputs[1], outputs[2]


def run_named(state, picture):
    """torchvision's network, in evaluation mode, in double precision."""
    def part(conv, norm, x, stride=1, padding=0):
        x = F.conv2d(x, state[f"{conv}.weight"].double(), None, stride, padding)
        names = ("running_mean", "running_var", "weight", "bias")
        return F.batch_norm(x, *(state[f"{norm}.{n}"].double() for n in names), False, 0, 1e-5)

    def block(stage, number, stride, x):
        name = f"layer{stage + 1}.{number}"
        y = F.relu(part(f"{name}.conv1", f"{name}.bn1", x))
        y = F.relu(part(f"{name}.conv2", f"{name}.bn2", y, stride, 1))
        y = part(f"{name}.conv3", f"{name}.bn3", y)
        if number == 0:
            x = part(f"{name}.downsample.0", f"{name}.downsample.1", x, stride)
        return x + y

    mean = torch.tensor((0.485, 0.456, 0.406), dtype=torch.double).view(1, 3, 1, 1)
    deviation = torch.tensor((0.229, 0.224, 0.225), dtype=torch.double).view(1, 3, 1, 1)
    return run(
        lambda x: part("conv1", "bn1", x, 2, 3), lambda x: F.max_pool2d(x, 3, 2, 1), block,
        (picture / 255 - mean) / deviation)


def run_folded(tensors, picture):
    """The folded network in double precision; the pooling is padded below and to the right."""
    def part(number, x, stride=1, padding=0):
        weight, bias = tensors[f"conv{number}.weight"], tensors[f"conv{number}.bias"]
        return F.conv2d(x, weight.double(), bias.double(), stride, padding)

    next_number = [1]

    def block(_, number, stride, x):
        first = next_number[0]
        shortcut = x
        if number == 0:
            shortcut, first = part(first, x, stride), first + 1
        y = F.relu(part(first, x))
        y = F.relu(part(first + 1, y, stride, 1))
        next_number[0] = first + 3
        return part(first + 2, y) + shortcut

    # Of the picture's size, as ordinary weights expect it.
    mean = torch.tensor((123.68, 116.78, 103.94), dtype=torch.double).view(1, 3, 1, 1)
    return run(
        lambda x: part(0, x, 2, 3), lambda x: F.max_pool2d(F.pad(x, (0, 1, 0, 1)), 3, 2), block,
        picture - mean)


def target(layer2, layer3):
    """PUAD's recipe: channels in groups of four, of both at layer2's size."""
    layer3 = F.interpolate(layer3, layer2.shape[-2:], mode="bilinear", align_corners=False)
    joined = torch.cat((layer2, layer3), 1)
    return F.adaptive_avg_pool1d(
        joined.flatten(2).transpose(1, 2)[0], joined.shape[1] // 4).transpose(0, 1).reshape(
            -1, *layer2.shape[-2:])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    out = pathlib.Path(parser.parse_args().out)
    out.mkdir(parents=True, exist_ok=True)
    bytes_ = ((formula("picture", (3 * SIDE * SIDE,), 0.5) + 0.5) * 255).to(torch.uint8)
    # Smoothed along rows, for noise alone would be averaged away.
    picture = bytes_.reshape(SIDE, SIDE, 3).double()
    picture = ((picture + picture.roll(1, 1) + picture.roll(2, 1)) / 3).to(torch.uint8)
    x = picture.permute(2, 0, 1)[None].double()
    expected = {"picture": picture}
    state, tensors = named(), folded()
    for name, outputs in (("named", run_named(state, x)), ("folded", run_folded(tensors, x))):
        expected[f"{name}.layer2"] = outputs[0][0].float()
        expected[f"{name}.layer3"] = outputs[1][0].float()
        expected[f"{name}.target"] = target(*outputs).float()
    torch.save(state, out / "named.pth")
    save_file(tensors, out / "folded.safetensors")
    save_file({k: v.contiguous() for k, v in expected.items()}, out / "expected.safetensors")


if __name__ == "__main__":
    main()
