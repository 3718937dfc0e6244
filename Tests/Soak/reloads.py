#!/usr/bin/env python3
"""Reloads a line again and again under load, half of the time with something bad.

    Tests/Soak/reloads.py --sightd .build/release/sightd --reloads 1000

Starts `sightd` on the demo line, every frame of it judged, and sends SIGHUP after SIGHUP: a good
one changes the model, a bad one has a mistake in the settings or a bad model file. Each must end as
it should, by an event that says so; no frame may be lost; and each verdict must name the model that
served: the old one until the swap, the new one from then on. Exits 1 when something was otherwise.
Needs nothing but Python 3.
"""

import argparse
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 120
SETTINGS = """\
[line]
name = "reloads"
[camera]
source = "demo:?fps={fps}"
[inspection]
model = "{model}"
threshold = 1000
every_frame = true
realtime_priority = 0
[events]
socket = "{folder}/line.sock"
"""


class Line:
    """The daemon, and a subscriber that keeps every event."""

    def __init__(self, sightd, folder, model, fps):
        self.folder, self.fps = folder, fps
        self.path = f"{folder}/line.toml"
        self.write(model)
        self.log = open(f"{folder}/log", "w")
        self.process = subprocess.Popen([sightd, "--config", self.path], stderr=self.log)
        self.stream = self.connect().makefile("r", encoding="utf-8")
        self.verdicts = []
        self.missed = []

    def connect(self):
        end = time.monotonic() + PATIENCE
        while True:
            client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                client.connect(f"{self.folder}/line.sock")
                client.settimeout(PATIENCE)
                return client
            except OSError:
                client.close()
                if time.monotonic() > end or self.process.poll() is not None:
                    self.fail("the daemon does not listen")
                time.sleep(0.1)

    def fail(self, why):
        self.process.kill()
        with open(f"{self.folder}/log") as log:
            print(log.read()[-2000:], file=sys.stderr)
        raise SystemExit(f"failed: {why}")

    def write(self, model, more=""):
        with open(self.path, "w") as file:
            file.write(SETTINGS.format(model=model, folder=self.folder, fps=self.fps) + more)

    def read(self, until):
        """Takes events up to one that is as wanted."""
        for text in self.stream:
            event = json.loads(text)
            if event["event"] == "verdict":
                # The last verdict is repeated for who comes anew.
                if not self.verdicts or event["frame"] > self.verdicts[-1]["frame"]:
                    self.verdicts.append(event)
            elif event["event"] in ("missed", "gap"):
                self.missed.append(event)
            if until(event):
                return event
        self.fail("the daemon has ended")

    def reload(self):
        self.process.send_signal(signal.SIGHUP)
        return self.read(lambda event: event["event"] == "reload")


def bad_settings(line, serving):
    """What a reload must refuse, one after the other, with a word that the refusal has."""
    with open(serving, "rb") as file:
        content = file.read()
    truncated, altered = f"{line.folder}/truncated", f"{line.folder}/altered"
    with open(truncated, "wb") as file:
        file.write(content[:len(content) // 2])
    start = 8 + int.from_bytes(content[:8], "little")
    weights = bytearray(content)
    for place in range(start, start + 400):
        weights[place] ^= 0x15
    with open(altered, "wb") as file:
        file.write(weights)
    while True:
        yield serving, "[inspection\n", ":"
        yield f"{line.folder}/none", "", "none"
        yield serving, "[records]\n", "records"
        yield truncated, "", "truncated"
        yield altered, "", "altered"
        yield serving, "history = 7\n", "events.history"


def second_model(model, folder):
    """The same networks in a file of another digest."""
    content = pathlib.Path(model).read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    header["__metadata__"]["source"] = "the same, for reloads"
    # They are of the other texts too.
    header["__metadata__"].pop("tensor_digests", None)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path = f"{folder}/second.safetensors"
    pathlib.Path(path).write_bytes(len(text).to_bytes(8, "little") + text + content[start:])
    return path


def check_verdicts(line, first, old, new):
    """The verdicts from `first` on are the old model's and then the new one's, and no other's."""
    models = [verdict["model"] for verdict in line.verdicts[first:]]
    until = models.index(new) if new in models else len(models)
    if set(models[:until]) - {old} or set(models[until:]) - {new}:
        line.fail(f"verdicts name the models {models}, after {old} came {new}")


def run(line, models, count):
    names = {"good": 0, "bad": 0}
    serving, other = models
    digest = line.read(lambda event: event["event"] == "verdict")["model"]
    bad = bad_settings(line, models[0])
    for number in range(count):
        first = len(line.verdicts)
        if number % 2:
            model, more, word = next(bad)
            line.write(model, more)
            event = line.reload()
            if event["result"] != "refused" or word not in event["why"]:
                line.fail(f"reload {number}: {event}, and not refused for {word}")
            line.read(lambda event: event["event"] == "verdict")
            check_verdicts(line, first, digest, digest)
            names["bad"] += 1
        else:
            serving, other = other, serving
            line.write(serving)
            event = line.reload()
            if event["result"] != "ok" or event["from"] != digest:
                line.fail(f"reload {number}: {event}, and not from {digest}")
            line.read(lambda seen: seen["event"] == "verdict" and seen["model"] == event["to"])
            check_verdicts(line, first, digest, event["to"])
            digest = event["to"]
            names["good"] += 1
        if (number + 1) % 50 == 0:
            print(f"{number + 1} of {count} reloads, {len(line.verdicts)} verdicts", flush=True)
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sightd", default=ROOT / ".build/release/sightd")
    parser.add_argument("--model", default=ROOT / "config/demo.safetensors")
    parser.add_argument("--reloads", type=int, default=1000)
    parser.add_argument("--fps", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.abspath(options.model)
        began = time.monotonic()
        line = Line(options.sightd, folder, model, options.fps)
        names = run(line, (model, second_model(model, folder)), options.reloads)
        line.process.send_signal(signal.SIGTERM)
        line.read(lambda event: event["event"] == "state" and event["state"] == "stopping")
        for _ in line.stream:
            pass
        code = line.process.wait()
    frames = [verdict["frame"] for verdict in line.verdicts]
    lost = [frame for frame, after in zip(frames, frames[1:]) if after != frame + 1]
    verdicts = {verdict["verdict"] for verdict in line.verdicts} - {"pass"}
    print(f"{names['good']} good and {names['bad']} bad reloads in "
          f"{time.monotonic() - began:.0f} s, {len(frames)} frames judged, {len(lost)} gaps, "
          f"{len(line.missed)} events of missed frames, exit code {code}")
    if lost or line.missed or verdicts - {"undecided"} or code:
        raise SystemExit(f"failed: after {lost[:5]}, {line.missed[:3]}, {verdicts}")


if __name__ == "__main__":
    main()
