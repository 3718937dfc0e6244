"""Writes the fixtures that README.md names. By hand: python make.py (PyTorch 2.13)."""
import collections
import enum
import pathlib
import sys
import types

import torch
from torch import nn

torch.manual_seed(7)
here = pathlib.Path(__file__).parent
FIRST, MIDDLE, OUT, CODE = 4, 6, 8, 5


def pdn(out):
    return nn.Sequential(
        nn.Conv2d(3, FIRST, 4), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(FIRST, MIDDLE, 4), nn.ReLU(),
        nn.AvgPool2d(2), nn.Conv2d(MIDDLE, MIDDLE, 3), nn.ReLU(), nn.Conv2d(MIDDLE, out, 4))


def pdn_m(out):
    return nn.Sequential(
        nn.Conv2d(3, FIRST, 4), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(FIRST, MIDDLE, 4), nn.ReLU(),
        nn.AvgPool2d(2), nn.Conv2d(MIDDLE, MIDDLE, 1), nn.ReLU(), nn.Conv2d(MIDDLE, MIDDLE, 3),
        nn.ReLU(), nn.Conv2d(MIDDLE, out, 4), nn.ReLU(), nn.Conv2d(out, out, 1))


def autoencoder():
    layers = [nn.Conv2d(3, CODE, 4, 2, 1)]
    for _ in range(4):
        layers += [nn.ReLU(), nn.Conv2d(CODE, CODE, 4, 2, 1)]
    layers += [nn.ReLU(), nn.Conv2d(CODE, CODE, 8), nn.Upsample(size=3)]
    for _ in range(6):
        layers += [nn.Conv2d(CODE, CODE, 4, 1, 2), nn.ReLU(), nn.Dropout(0.2), nn.Upsample(size=8)]
    layers += [nn.Conv2d(CODE, CODE, 3, 1, 1), nn.ReLU(), nn.Conv2d(CODE, OUT, 3, 1, 1)]
    return nn.Sequential(*layers)


class Size(enum.Enum):
    S = "small"


class Settings:
    def __init__(self):
        self.folder = pathlib.Path("/data/parts")
        self.size = Size.S
        self.nested = {"set": {1, 2}, "bytes": b"abc", "self": self}


folder = here / "nelson1425"
folder.mkdir(exist_ok=True)
teacher, student, ae = pdn(OUT), pdn(2 * OUT), autoencoder()
optimizer = torch.optim.Adam(list(student.parameters())[:2], lr=1e-4)
sum(p.sum() for p in list(student.parameters())[:2]).backward()
optimizer.step()
torch.save(teacher.state_dict(), folder / "teacher_final.pth")
torch.save(student.state_dict(), folder / "student_final.pth")
torch.save(ae.state_dict(), folder / "autoencoder_final.pth")
medium = here / "nelson1425_m"
medium.mkdir(exist_ok=True)
torch.save(pdn_m(OUT).state_dict(), medium / "teacher_final.pth")
torch.save(pdn_m(2 * OUT).state_dict(), medium / "student_final.pth")
torch.save(ae.state_dict(), medium / "autoencoder_final.pth")

names = {"teacher": teacher, "student": student}
state = collections.OrderedDict()
for name, net in names.items():
    for place, index in enumerate([0, 3, 6, 8]):
        for part in ["weight", "bias"]:
            state[f"model.{name}.conv{place + 1}.{part}"] = getattr(net[index], part).detach()
encoder = {i: f"encoder.enconv{n + 1}" for n, i in enumerate([0, 2, 4, 6, 8, 10])}
decoder = {i: f"decoder.deconv{n + 1}" for n, i in enumerate([12, 16, 20, 24, 28, 32, 36, 38])}
for index, name in (encoder | decoder).items():
    for part in ["weight", "bias"]:
        state[f"model.ae.{name}.{part}"] = getattr(ae[index], part).detach()
state["model.mean_std.mean"] = torch.linspace(-1, 1, OUT).reshape(1, OUT, 1, 1)
state["model.mean_std.std"] = torch.linspace(0.5, 2, OUT).reshape(1, OUT, 1, 1)
for place, key in enumerate(["qa_st", "qb_st", "qa_ae", "qb_ae"]):
    state[f"model.quantiles.{key}"] = torch.tensor(0.1 * (place + 1))
for key in ["_image_threshold", "_pixel_threshold", "image_min", "image_max"]:
    state[f"post_processor.{key}"] = torch.tensor(float("nan"))

torch.save(
    {
        "epoch": 3,
        "global_step": 1000,
        "pytorch-lightning_version": "2.5.0",
        "state_dict": state,
        "loops": {"fit_loop": {"state_dict": {}, "progress": collections.Counter(a=1)}},
        "callbacks": {"ModelCheckpoint": {"best": torch.tensor(1.0), "path": pathlib.Path("x")}},
        "optimizer_states": [optimizer.state_dict()],
        "lr_schedulers": [{"step_size": 66500, "_last_lr": [1e-4], "big": 1 << 80}],
        "hparams_name": "kwargs",
        "hyper_parameters": {"model_size": Size.S, "settings": Settings(), "slice": slice(1, 2)},
    },
    here / "lightning.ckpt")

torch.save(
    {
        "bfloat16": torch.tensor([1.5, -2], dtype=torch.bfloat16),
        "double": torch.tensor([0.1], dtype=torch.float64),
        "long": torch.tensor([1, -2]),
        "int": torch.tensor([3, -4], dtype=torch.int32),
        "short": torch.tensor([5, -6], dtype=torch.int16),
        "char": torch.tensor([7, -8], dtype=torch.int8),
        "byte": torch.tensor([9, 250], dtype=torch.uint8),
        "bool": torch.tensor([True, False]),
        "parameter": nn.Parameter(torch.tensor([2.5])),
        "empty": torch.zeros(0, 3),
        "others": [(1, -2.5, None, True, "x"), 2**40, -5, 70000],
    },
    here / "good_types.pt")

names = "anomalib.models.image.efficient_ad.lightning_model".split(".")
for count in range(1, len(names) + 1):
    module = types.ModuleType(".".join(names[:count]))
    module.__path__ = []
    sys.modules[module.__name__] = module


class EfficientAd(nn.Module):
    """Stands for anomalib's class of this name."""


EfficientAd.__module__ = ".".join(names)
sys.modules[EfficientAd.__module__].EfficientAd = EfficientAd
foreign = here / "foreign"
foreign.mkdir(exist_ok=True)
torch.save({"model": EfficientAd()}, foreign / "anomalib_export.pt")
torch.jit.script(nn.ReLU()).save(str(foreign / "script.pt"))
torch.save({"w": torch.ones(3).expand(4, 3)}, foreign / "expanded.pt")
torch.save({"w": torch.ones(3)}, foreign / "protocol_4.pt", pickle_protocol=4)
torch.save({"w": torch.ones(3)}, foreign / "old.pt", _use_new_zipfile_serialization=False)
torch.save({"w": torch.ones(3, dtype=torch.complex64)}, foreign / "complex.pt")
