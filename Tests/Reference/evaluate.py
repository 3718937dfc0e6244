"""Judge a PUAD directory on labelled parts: image AUROC of each score and each kind of defect.

    python evaluate.py MODEL GOOD TEST

GOOD is the folder the model was trained with (the same split is drawn again); TEST holds `good`
and one folder for each kind of defect. Source: ALGORITHMS 4 and 5.
"""

import argparse
import pathlib

import numpy
import torch
import torch.nn.functional as F
from sklearn.covariance import ledoit_wolf
from sklearn.metrics import roc_auc_score

import pictures
from networks import Autoencoder, PatchDescription
from train import batches, maps

LOGICAL = {"missing", "extra", "swapped"}


def open_model(folder):
    folder = pathlib.Path(folder)
    state = {n: torch.load(folder / f"{n}.pt") for n in ("teacher", "student", "autoencoder")}
    networks = []
    for name in ("teacher", "student"):
        widths = [state[name][f"conv{i}.bias"].numel() for i in range(1, 5)]
        networks.append(PatchDescription(widths))
    tensors = state["autoencoder"]
    networks.append(Autoencoder(tensors["encoder.enconv1.bias"].numel(),
                                tensors["encoder.enconv3.bias"].numel(),
                                tensors["decoder.deconv8.bias"].numel()))
    for network, name in zip(networks, state):
        network.load_state_dict(state[name])
        network.eval()
    mean, deviation = (torch.load(folder / f"{n}.pt").view(1, -1, 1, 1) for n in ("mu", "sigma"))
    return (*networks, mean, deviation), torch.load(folder / "quantile.pt")


@torch.no_grad()
def scores(networks, quantile, x):
    """Picturable scores, their two shares, and mean features, one row a picture."""
    rows, features = [], []
    for batch in batches(x):
        first, second, feature = maps(*networks, batch)
        normal = []
        for name, value in (("student", first), ("autoencoder", second)):
            value = F.interpolate(value[:, None], (256, 256), mode="bilinear")[:, 0]
            a, b = quantile[f"q_a_{name}"], quantile[f"q_b_{name}"]
            normal.append(0.1 * (value - a) / (b - a))
        combined = (normal[0] + normal[1]) / 2
        rows.append(torch.stack([v.amax((1, 2)) for v in (combined, *normal)], 1))
        features.append(feature)
    return torch.cat(rows).numpy(), torch.cat(features).double().numpy()


def distance(features, mean, inverse):
    centred = features - mean
    return numpy.sqrt(numpy.maximum(0, (centred @ inverse * centred).sum(1)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("good")
    parser.add_argument("test")
    parser.add_argument("--limit", type=int, default=10**9, help="good parts for the covariance")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    networks, quantile = open_model(arguments.model)

    paths = pictures.paths_in(arguments.good)
    order = torch.randperm(len(paths), generator=torch.Generator().manual_seed(42)).tolist()
    count = len(paths) - int(0.15 * len(paths))
    chosen = [paths[i] for i in order[:min(count, arguments.limit)]]
    _, kept = scores(networks, quantile, pictures.load(chosen))
    covariance, shrinkage = ledoit_wolf(kept)
    mean, inverse = kept.mean(0), numpy.linalg.inv(covariance)
    held_rows, held = scores(networks, quantile, pictures.load([paths[i] for i in order[count:]]))
    held_distance = distance(held, mean, inverse)

    results = {}
    for folder in sorted(p for p in pathlib.Path(arguments.test).iterdir() if p.is_dir()):
        rows, features = scores(networks, quantile, pictures.load(pictures.paths_in(folder)))
        far = distance(features, mean, inverse)
        standard = [(v - h.mean()) / h.std() for v, h in
                    ((rows[:, 0], held_rows[:, 0]), (far, held_distance))]
        results[folder.name] = numpy.stack(
            [rows[:, 0], far, standard[0] + standard[1], rows[:, 1], rows[:, 2]], 1)
    report(results, shrinkage)


def report(results, shrinkage):
    names = ("picturable", "unpicturable", "combined", "student", "autoenc.")
    print(f"shrinkage {shrinkage:.4f}\n{'AUROC':14}" + "".join(f"{n:>13}" for n in names))
    good = results.pop("good")
    groups = {kind: [kind] for kind in results}
    groups["structural"] = [k for k in results if k not in LOGICAL]
    groups["logical"] = [k for k in results if k in LOGICAL]
    groups["all"] = list(results)
    for group, kinds in groups.items():
        if not kinds:
            continue
        bad = numpy.concatenate([results[k] for k in kinds])
        labels = [0] * len(good) + [1] * len(bad)
        values = [roc_auc_score(labels, numpy.concatenate((good[:, i], bad[:, i])))
                  for i in range(len(names))]
        print(f"{group:14}" + "".join(f"{v:13.4f}" for v in values))


if __name__ == "__main__":
    main()
