"""Distil a teacher of free width from ResNet-50's features (written by targets.py).

    python distil.py TARGETS... -o OUT --widths 32,64,64,96 --iterations 8000 --seed 1

The teacher runs unpadded as when it inspects, so its (56, 56) output meets the middle of the
(64, 64) targets. OUT receives teacher.pt, the log, and state.pt, from which an interrupted run
goes on. Source: EfficientAD, Algorithm 3, with fewer iterations and a cosine schedule.
"""

import argparse
import math
import pathlib
import time

import numpy
import torch

from networks import PatchDescription, normalise


def load(folders):
    """All pictures as uint8 (n, 256, 256, 3) and targets as float16 (n, width, 56, 56)."""
    pictures, targets = [], []
    for folder in folders:
        for file in sorted(pathlib.Path(folder).glob("part*.npz")):
            if file.name.endswith(".tmp.npz"):
                continue
            part = numpy.load(file)
            pictures.append(torch.from_numpy(part["pictures"]))
            targets.append(torch.from_numpy(part["targets"][:, :, 4:60, 4:60].copy()))
    return torch.cat(pictures), torch.cat(targets)


def statistics(targets):
    """Mean and deviation per channel, over pictures and places."""
    mean = torch.stack([t.float().mean((1, 2)) for t in targets]).mean(0)
    square = torch.stack([((t.float() - mean.view(-1, 1, 1)) ** 2).mean((1, 2)) for t in targets])
    return mean.view(1, -1, 1, 1), square.mean(0).sqrt().view(1, -1, 1, 1)


def rate(iteration, iterations, peak):
    """A short rise, then half a cosine down to a hundredth of the peak."""
    if iteration < 200:
        return peak * (iteration + 1) / 200
    share = (iteration - 200) / max(1, iterations - 200)
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * share)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="+")
    parser.add_argument("-o", "--out", required=True)
    parser.add_argument("--widths", default="32,64,64,96")
    parser.add_argument("--iterations", type=int, default=8000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(arguments.seed)

    out = pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    pictures, targets = load(arguments.targets)
    mean, deviation = statistics(targets)
    print(f"{len(pictures)} views", flush=True)

    widths = [int(w) for w in arguments.widths.split(",")]
    teacher = PatchDescription(widths)
    adam = torch.optim.Adam(teacher.parameters(), arguments.rate, weight_decay=1e-5)
    done, state = 0, out / "state.pt"
    if state.exists():
        saved = torch.load(state)
        teacher.load_state_dict(saved["teacher"])
        adam.load_state_dict(saved["adam"])
        done = saved["done"]

    held = torch.arange(0, len(pictures), 50)
    kept = torch.tensor([i for i in range(len(pictures)) if i % 50])

    def view(rows):
        x = pictures[rows].permute(0, 3, 1, 2).float() / 255
        x = normalise(x)
        return x, (targets[rows].float() - mean) / deviation

    began, losses = time.time(), []
    for iteration in range(done, arguments.iterations):
        generator = torch.Generator().manual_seed(arguments.seed * 1000003 + iteration)
        rows = kept[torch.randint(len(kept), (arguments.batch,), generator=generator)]
        x, wanted = view(rows)
        for group in adam.param_groups:
            group["lr"] = rate(iteration, arguments.iterations, arguments.rate)
        with torch.autocast("cpu", torch.bfloat16):
            answer = teacher(x)
        loss = ((answer.float() - wanted) ** 2).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
        if (iteration + 1) % 100 == 0:
            with torch.no_grad():
                x, wanted = view(held[:48])
                error = ((teacher(x) - wanted) ** 2).mean().item()
            print(
                f"{iteration + 1}: loss {sum(losses) / len(losses):.4f}, held {error:.4f}, "
                f"{(time.time() - began) / len(losses) * 1000:.0f} ms", flush=True)
            began, losses = time.time(), []
            torch.save(
                {"teacher": teacher.state_dict(), "adam": adam.state_dict(),
                 "done": iteration + 1}, state)
    tensors = {k: v.contiguous() for k, v in teacher.state_dict().items()}
    torch.save(tensors, out / "teacher.pt")


if __name__ == "__main__":
    main()
