"""Write what the teacher shall learn: pictures of 256x256 and ResNet-50's averaged features.

    python targets.py RESNET FOLDER... -o OUT --width 96 --views 2 --seed 1

Each picture gives `views` random square crops (mirrored, sometimes grey). Every part file holds 64
crops and is written once, so an interrupted run goes on where it stopped.
"""

import argparse
import pathlib
import random
import time

import numpy
import torch
from PIL import Image

from networks import ResNet50Features, target


def crop(path, rng, whole):
    """One view of a picture as RGB uint8, (512, 512, 3)."""
    picture = Image.open(path).convert("RGB")
    if not whole:
        side = int(min(picture.size) * rng.uniform(0.5, 1.0))
        left = rng.randint(0, picture.width - side)
        top = rng.randint(0, picture.height - side)
        picture = picture.crop((left, top, left + side, top + side))
        if rng.random() < 0.5:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if rng.random() < 0.15:
            picture = picture.convert("L").convert("RGB")
    return picture.resize((512, 512), Image.BILINEAR)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("resnet")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("-o", "--out", required=True)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--views", type=int, default=2)
    parser.add_argument("--whole", action="store_true", help="no random crop: the frame as it is")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(2)

    paths = [p for f in arguments.folders for p in sorted(pathlib.Path(f).iterdir())]
    rng = random.Random(arguments.seed)
    rng.shuffle(paths)
    jobs = [p for _ in range(arguments.views) for p in paths]
    out = pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    network = ResNet50Features(arguments.resnet).eval().to(memory_format=torch.channels_last)
    for part in range(0, len(jobs), 64):
        file = out / f"part{part // 64:04d}.npz"
        views = random.Random(arguments.seed * 1000003 + part)
        if file.exists():
            continue
        began, pictures, targets = time.time(), [], []
        for path in jobs[part:part + 64]:
            picture = crop(path, views, arguments.whole)
            pictures.append(numpy.asarray(picture.resize((256, 256), Image.BILINEAR)))
            x = torch.from_numpy(numpy.asarray(picture).copy()).permute(2, 0, 1)[None].float() / 255
            x = x.contiguous(memory_format=torch.channels_last)
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                layers = network(x)
            targets.append(target(*(layer.float() for layer in layers), arguments.width)[0].half())
        half = file.with_suffix(".tmp.npz")
        numpy.savez(half, pictures=numpy.stack(pictures), targets=torch.stack(targets).numpy())
        half.rename(file)
        print(f"{file.name} {time.time() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main()
