"""Train student and autoencoder on good parts, as EfficientAD does, for few iterations.

    python train.py TEACHER.pt GOOD PHOTOS -o OUT --iterations 4000 --seed 1

GOOD is a folder of good parts; the last 15 % of a shuffle (seed 42) are held back for the
quantiles, as in PUAD. PHOTOS gives the penalty pictures. OUT receives PUAD's files (teacher.pt,
student.pt, autoencoder.pt, mu.pt, sigma.pt, quantile.pt) and state.pt, from which an interrupted
run goes on. Source: EfficientAD, Algorithm 1, with batches and a cosine schedule in place of
70 000 single pictures, and one picture, sometimes changed, for all terms in place of two.
"""

import argparse
import math
import pathlib
import time

import torch
import torch.nn.functional as F

import pictures
from networks import Autoencoder, PatchDescription, normalise


def augment(x, generator):
    """Brightness, contrast or saturation by 0.8 to 1.2, one of them for each picture."""
    result = []
    weights = torch.tensor([0.2989, 0.587, 0.114]).view(3, 1, 1)
    for picture in x:
        factor = 0.8 + 0.4 * torch.rand(1, generator=generator).item()
        grey = (picture * weights).sum(0, keepdim=True)
        base = (torch.zeros(1), grey.mean(), grey)[torch.randint(3, (1,), generator=generator)]
        result.append((factor * picture + (1 - factor) * base).clamp(0, 1))
    return torch.stack(result)


def rate(iteration, iterations, peak):
    """A short rise, then half a cosine down to a hundredth of the peak."""
    if iteration < 100:
        return peak * (iteration + 1) / 100
    share = (iteration - 100) / max(1, iterations - 100)
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * share)))


def fast(x):
    """The same values, channels last in memory: what convolutions on a processor like."""
    return x.contiguous(memory_format=torch.channels_last)


def batches(x, size=8):
    for start in range(0, len(x), size):
        yield fast(normalise(x[start:start + size].float() / 255))


@torch.no_grad()
def expectations(teacher, good):
    """The normalised teacher's answers, float16, and their mean and deviation per channel."""
    answers = torch.cat([teacher(x).half() for x in batches(good)])
    mean = torch.stack([a.float().mean((1, 2)) for a in answers]).mean(0).view(1, -1, 1, 1)
    square = [((a.float() - mean[0]) ** 2).mean((1, 2)) for a in answers]
    deviation = torch.stack(square).mean(0).sqrt().view(1, -1, 1, 1)
    for start in range(0, len(answers), 64):
        part = answers[start:start + 64]
        part.copy_((part.float() - mean) / deviation)
    return answers, mean, deviation


@torch.no_grad()
def maps(teacher, student, autoencoder, mean, deviation, x):
    """The student map and the autoencoder map, (n, 56, 56), and the mean feature of each."""
    expected = (teacher(x) - mean) / deviation
    answer, rebuilt = student(x), autoencoder(x)
    width = expected.shape[1]
    first = ((expected - answer[:, :width]) ** 2).mean(1)
    second = ((rebuilt - answer[:, width:]) ** 2).mean(1)
    return first, second, answer[:, :width].mean((2, 3))


def quantiles(networks, held):
    """The 0.9 and 0.995 quantiles of both maps at picture size, over all held pictures."""
    values = {"student": [], "autoencoder": []}
    for x in batches(held):
        first, second, _ = maps(*networks, x)
        for name, value in (("student", first), ("autoencoder", second)):
            resized = F.interpolate(value[:, None], (256, 256), mode="bilinear")
            values[name].append(resized.flatten())
    result = {}
    for name, parts in values.items():
        ordered = torch.cat(parts).sort().values
        for letter, share in (("a", 0.9), ("b", 0.995)):
            place = share * (len(ordered) - 1)
            low = int(place)
            pair = ordered[low:low + 2].double()
            result[f"q_{letter}_{name}"] = (pair[0] + (place - low) * (pair[-1] - pair[0])).float()
    return result


def losses(networks, part, expected, photo):
    """EfficientAD's four terms; one pass of the student serves them all."""
    _, student, autoencoder, _, _ = networks
    answers = student(fast(normalise(torch.cat((part, photo))))).float()
    width, count = expected.shape[1], len(part)
    distance = (expected - answers[:count, :width]) ** 2
    sample = distance.detach().flatten()
    edge = sample.kthvalue(int(0.999 * (len(sample) - 1)) + 1).values
    hard = distance[distance >= edge].mean()
    penalty = (answers[count:, :width] ** 2).mean()
    rebuilt = autoencoder(fast(normalise(part))).float()
    imitation = ((expected - rebuilt) ** 2).mean()
    agreement = ((rebuilt - answers[:count, width:]) ** 2).mean()
    return hard, penalty, imitation, agreement


def save(out, networks, quantile):
    teacher, student, autoencoder, mean, deviation = networks
    for name, network in (("teacher", teacher), ("student", student), ("autoencoder", autoencoder)):
        torch.save({k: v.contiguous() for k, v in network.state_dict().items()}, out / f"{name}.pt")
    torch.save(mean.flatten(), out / "mu.pt")
    torch.save(deviation.flatten(), out / "sigma.pt")
    torch.save(quantile, out / "quantile.pt")


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teacher")
    parser.add_argument("good")
    parser.add_argument("photos")
    parser.add_argument("-o", "--out", required=True)
    parser.add_argument("--hidden", default="", help="student's first three widths")
    parser.add_argument("--narrow", type=int, default=16)
    parser.add_argument("--wide", type=int, default=32)
    parser.add_argument("--iterations", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--penalties", type=int, default=1)
    parser.add_argument("--changed", type=float, default=0.25, help="share of changed batches")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--penalty-pictures", type=int, default=500)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def prepare(arguments):
    """The networks with their statistics, and the pictures: kept, held back, photographs."""
    paths = pictures.paths_in(arguments.good)
    order = torch.randperm(len(paths), generator=torch.Generator().manual_seed(42)).tolist()
    count = len(paths) - int(0.15 * len(paths))
    kept = pictures.load([paths[i] for i in order[:count]])
    held = pictures.load([paths[i] for i in order[count:]])
    chosen = pictures.paths_in(arguments.photos)[:arguments.penalty_pictures]
    photos = pictures.load(chosen, side=512)
    state = torch.load(arguments.teacher)
    widths = [state[f"conv{i}.bias"].numel() for i in range(1, 5)]
    teacher = PatchDescription(widths).eval().requires_grad_(False)
    teacher.load_state_dict(state)
    answers, mean, deviation = expectations(teacher, kept)
    hidden = [int(w) for w in arguments.hidden.split(",")] if arguments.hidden else widths[:3]
    torch.manual_seed(arguments.seed)
    student = PatchDescription([*hidden, 2 * widths[3]])
    autoencoder = Autoencoder(arguments.narrow, arguments.wide, widths[3], arguments.dropout)
    networks = (teacher, student, autoencoder)
    for network in networks:
        network.to(memory_format=torch.channels_last)
    return (*networks, mean, deviation), (kept, answers), held, photos


def main():
    arguments = parse()
    torch.set_num_threads(arguments.threads)
    out = pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    networks, (kept, answers), held, photos = prepare(arguments)
    teacher, student, autoencoder, mean, deviation = networks
    print(f"{len(kept)} pictures kept, {len(held)} held, {len(photos)} photographs", flush=True)
    trained = [*student.parameters(), *autoencoder.parameters()]
    adam = torch.optim.Adam(trained, arguments.rate, weight_decay=1e-5)
    done, state = 0, out / "state.pt"
    if state.exists():
        saved = torch.load(state)
        student.load_state_dict(saved["student"])
        autoencoder.load_state_dict(saved["autoencoder"])
        adam.load_state_dict(saved["adam"])
        done = saved["done"]
    sums, began = torch.zeros(4), time.time()
    for iteration in range(done, arguments.iterations):
        generator = torch.Generator().manual_seed(arguments.seed * 1000003 + iteration)
        rows = torch.randint(len(kept), (arguments.batch,), generator=generator)
        part, expected = kept[rows].float() / 255, answers[rows].float()
        if torch.rand(1, generator=generator) < arguments.changed:
            part = augment(part, generator)
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                expected = ((teacher(fast(normalise(part))) - mean) / deviation).float()
        rows = torch.randint(len(photos), (arguments.penalties,), generator=generator)
        photo = photos[rows].float() / 255
        if torch.rand(1, generator=generator) < 0.3:
            photo = photo.mean(1, keepdim=True).expand(-1, 3, -1, -1)
        for group in adam.param_groups:
            group["lr"] = rate(iteration, arguments.iterations, arguments.rate)
        with torch.autocast("cpu", torch.bfloat16):
            terms = losses(networks, part, expected, photo)
        adam.zero_grad()
        sum(terms).backward()
        adam.step()
        sums += torch.tensor([t.item() for t in terms])
        if (iteration + 1) % 50 == 0:
            shown = ", ".join(f"{v:.4f}" for v in (sums / 50).tolist())
            print(f"{iteration + 1}: hard, penalty, ae, stae {shown}; "
                  f"{(time.time() - began) * 20:.0f} ms", flush=True)
            sums, began = torch.zeros(4), time.time()
        if (iteration + 1) % 250 == 0 or iteration + 1 == arguments.iterations:
            torch.save({"student": student.state_dict(), "autoencoder": autoencoder.state_dict(),
                        "adam": adam.state_dict(), "done": iteration + 1}, state)
            student.eval(), autoencoder.eval()
            save(out, networks, quantiles(networks, held))
            student.train(), autoencoder.train()


if __name__ == "__main__":
    main()
