"""Pictures as the daemon sees them: the whole frame, Pillow's bilinear, 256x256, RGB bytes."""

import pathlib

import numpy
import torch
from PIL import Image

SUFFIXES = {".png", ".jpg", ".jpeg", ".ppm", ".bmp"}


def paths_in(folder):
    """The pictures of a folder, sorted by path."""
    return [p for p in sorted(pathlib.Path(folder).rglob("*")) if p.suffix.lower() in SUFFIXES]


def load(paths, side=256, centre=256):
    """uint8 (n, 3, centre, centre): resized to `side`, then the middle cut out."""
    margin = (side - centre) // 2
    result = torch.empty((len(paths), 3, centre, centre), dtype=torch.uint8)
    for i, path in enumerate(paths):
        picture = Image.open(path).convert("RGB").resize((side, side), Image.BILINEAR)
        array = numpy.array(picture)[margin:margin + centre, margin:margin + centre]
        result[i] = torch.from_numpy(array.transpose(2, 0, 1).copy())
    return result
