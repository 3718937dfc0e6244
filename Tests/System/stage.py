"""Lays out what the machines see: the installed product, two tiny models, pictures, the cases."""

import hashlib
import json
import shutil
import subprocess

import frames
from image import CannotRun

GOOD_PARTS = 140
SHOWN_PARTS = 3


def prepare(folder, install, cache, here):
    """Makes the folder, which is at /stage in the machines."""
    shutil.copytree(install, folder / "install", symlinks=True)
    for name in ("sight", "sightd"):
        subprocess.run(["strip", folder / "install/usr/bin" / name], check=True)
    for name in ("inside", "cases"):
        shutil.copytree(here / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    tool = install / "usr/bin/sight"
    shutil.copytree(models(tool, cache, here), folder / "models")
    draw(folder / "parts")
    return folder


def prepare_package(folder, options, cache, here):
    """The same for a machine that is to get the product as a Debian package, and the next one."""
    for name in ("inside", "cases"):
        shutil.copytree(here / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(models(options.install / "usr/bin/sight", cache, here), folder / "models")
    shutil.copy(options.package, folder / "first.deb")
    made = subprocess.run(
        [here / "cases/package.sh", "bump", folder / "first.deb", folder / "second.deb"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if made.returncode:
        raise CannotRun(f"the next version of the package could not be made:\n{made.stdout}")
    return folder


def models(tool, cache, here):
    """Two models of a few channels, imported from the test networks.

    They are made once for each version of tool, networks and drawing.
    """
    fixtures = here.parent / "Fixtures/torch"
    imports = {"tiny": fixtures / "nelson1425", "other": fixtures / "lightning.ckpt"}
    sources = [tool, here / "stage.py", here / "inside/frames.py", imports["other"],
               *sorted(imports["tiny"].iterdir())]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    folder = cache / f"models-{digest}"
    if folder.exists():
        return folder
    for old in cache.glob("models[-.]*"):
        shutil.rmtree(old)
    good = good_parts(cache, here)
    made = cache / "models.new"
    made.mkdir()
    for name, source in imports.items():
        model = made / f"{name}.safetensors"
        run(tool, "import", source, "--good", good, "--output", model)
        keep_one_golden_picture(model)
    # Whole or not at all: a run that is broken off leaves nothing for the next one to trust.
    made.rename(folder)
    return folder


def run(*command):
    """Runs a command of the tool outside of the machines."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise CannotRun(f"`{' '.join(map(str, command))}` failed:\n{done.stdout[-1000:]}")


def good_parts(cache, here):
    """Drawn parts to fit the models to; drawing takes a while, so they are kept."""
    digest = hashlib.sha256((here / "inside/frames.py").read_bytes()).hexdigest()[:12]
    folder = cache / f"parts-{digest}"
    if not folder.exists():
        for old in cache.glob("parts-*"):
            shutil.rmtree(old)
        drawn = cache / "parts.new"
        shutil.rmtree(drawn, ignore_errors=True)
        drawn.mkdir()
        for seed in range(GOOD_PARTS):
            (drawn / f"{seed:03}.png").write_bytes(frames.png(frames.part(seed), 320, 240))
        drawn.rename(folder)
    return folder


def keep_one_golden_picture(model):
    """Rewrites a model file: a start and a reload are then some emulated seconds shorter."""
    tensors, metadata = read_model(model)
    for name, (kind, shape, content) in tensors.items():
        if name.startswith("golden"):
            tensors[name] = kind, [1, *shape[1:]], content[:len(content) // shape[0]]
    write_model(model, tensors, metadata)


def read_model(path):
    """The tensors of a safetensors file as (type, shape, bytes) by name, and its metadata."""
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, tensor in header.items():
        first, end = tensor["data_offsets"]
        tensors[name] = tensor["dtype"], tensor["shape"], content[start + first:start + end]
    return tensors, metadata


def write_model(path, tensors, metadata):
    """Writes such a file, without the digests of other tensors."""
    metadata = {key: text for key, text in metadata.items() if key != "tensor_digests"}
    header, body = {"__metadata__": metadata}, b""
    for name, (kind, shape, content) in tensors.items():
        header[name] = {"dtype": kind, "shape": shape,
                        "data_offsets": [len(body), len(body) + len(content)]}
        body += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)


def draw(folder):
    """Parts of no training, 640x480: good ones, and one with a defect; as the frames that show them,
    and as files of what these frames show: in YUYV half of the colour is lost."""
    folder.mkdir()
    for number in range(SHOWN_PARTS):
        rgb = frames.part(1000 + number, defect=number == 2, width=640, height=480)
        yuyv = frames.yuyv(rgb)
        pictures = {"RGB3": (rgb, rgb), "YUYV": (yuyv, frames.picture(yuyv, "YUYV", 640, 480))}
        for code, (frame, shown) in pictures.items():
            (folder / f"{number}.{code}").write_bytes(frame)
            (folder / f"{number}.{code}.png").write_bytes(frames.png(shown, 640, 480))
