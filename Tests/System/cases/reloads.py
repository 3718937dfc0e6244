"""SIGHUP: what is good serves from the next frame on, what is not changes nothing and says why."""

import json
import os
import shutil
import time

from camera import vivid
from check import expect, expect_equal, sh, show
from line import MODEL, Line
from subscriber import Subscriber

OTHER = "/usr/share/sight/other.safetensors"
# So many reloads, or as many as the time allows, but some.
MANY, SOME, SECONDS = 16, 10, 30


def other_model():
    """The first verdict after the reload names the new model; none is without one of the two."""
    line, first = _inspecting()
    line.write(inspection={"model": OTHER})
    event = _reload(line, "ok")
    expect_equal(event["from"], first, "the model before")
    line.events.wait("verdict", line.events.mark(), model=event["to"], count=2)
    # Frames that were judged before the swap may still be told after it, by their own model.
    models = [verdict["model"] for verdict in line.events.all("verdict")]
    expect_equal(models, sorted(models, key=[first, event["to"]].index), "the models in order")
    expect("other.safetensors" in show(line.unit, "StatusText"), show(line.unit, "StatusText"))
    expect_equal(len(line.entries("reload_ok")), 1, "entries about the reload")


def other_threshold():
    """Settings alone: what passed fails."""
    line, _ = _inspecting()
    line.write(inspection={"threshold": -1000000})
    _reload(line, "ok")
    line.events.wait("verdict", line.events.mark(), verdict="fail", count=2)


def broken_settings():
    line, first = _inspecting()
    with open(line.path, "a") as file:
        file.write("[inspection\n")
    event = _reload(line, "refused")
    expect(f"{line.path}:" in event["why"], event["why"])
    _same_model_serves(line, first)


def unknown_key():
    line, first = _inspecting()
    line.write(inspection={"treshold": 3})
    event = _reload(line, "refused")
    expect("treshold" in event["why"] and "threshold" in event["why"], event["why"])
    _same_model_serves(line, first)


def restart_only_key():
    line, first = _inspecting()
    line.write(camera={"fps": 5})
    event = _reload(line, "refused")
    expect("camera.fps" in event["why"] and "restart" in event["why"], event["why"])
    _same_model_serves(line, first)


def missing_model():
    line, first = _inspecting()
    line.write(inspection={"model": "/usr/share/sight/none.safetensors"})
    event = _reload(line, "refused")
    expect("none.safetensors" in event["why"], event["why"])
    _same_model_serves(line, first)


def truncated_model():
    """A file that is cut off, put in place of the one that serves."""
    line, first = _inspecting()
    with open(MODEL, "rb") as file:
        content = file.read()
    with open(f"{MODEL}.new", "wb") as file:
        file.write(content[:len(content) // 2])
    os.rename(f"{MODEL}.new", MODEL)
    event = _reload(line, "refused")
    expect("truncated" in event["why"], event["why"])
    _same_model_serves(line, first)


def altered_model():
    """A sound file, but some weights of the student have other signs: the golden pictures tell."""
    line, first = _inspecting()
    with open(MODEL, "rb") as file:
        content = bytearray(file.read())
    start = int.from_bytes(content[:8], "little") + 8
    tensors = json.loads(content[8:start])
    weights = max((name for name in tensors if name.startswith("student.")),
                  key=lambda name: tensors[name]["data_offsets"][1]
                  - tensors[name]["data_offsets"][0])
    size = {"F32": 4, "F16": 2}[tensors[weights]["dtype"]]
    begin, end = (start + offset for offset in tensors[weights]["data_offsets"])
    for place in range(begin + size - 1, min(end, begin + 200 * size), size):
        content[place] ^= 0x80
    with open("/usr/share/sight/altered.safetensors", "wb") as file:
        file.write(content)
    line.write(inspection={"model": "/usr/share/sight/altered.safetensors"})
    event = _reload(line, "refused")
    expect("golden picture" in event["why"], event["why"])
    _same_model_serves(line, first)


def missing_settings():
    """The settings themselves are gone when the line is to read them again."""
    line, first = _inspecting()
    os.rename(line.path, f"{line.path}.away")
    event = _reload(line, "refused")
    expect(line.path in event["why"], event["why"])
    _same_model_serves(line, first)
    os.rename(f"{line.path}.away", line.path)
    _reload(line, "ok")


def many():
    """Reload after reload under load, half of them bad, while clients come and go."""
    vivid()
    line = Line(camera={"fps": 5}).start()
    digests = {MODEL: line.inspecting()["model"]}
    serving, number, began = MODEL, 0, time.monotonic()
    while number < SOME or (number < MANY and time.monotonic() < began + SECONDS):
        mark = line.events.mark()
        if number % 2:
            shutil.copy(line.path, "/tmp/good.toml")
            bad = ["[inspection\n", "[camera]\nfps = 7\n", "[inspection]\nmodel = 'none'\n",
                   "[records]\n"][number // 2 % 4]
            with open(line.path, "w") as file:
                file.write(f"[line]\nname = \"{line.name}\"\n{bad}")
            _reload(line, "refused")
            shutil.copy("/tmp/good.toml", line.path)
        else:
            serving = OTHER if serving == MODEL else MODEL
            line.write(inspection={"model": serving})
            digests.setdefault(serving, _reload(line, "ok")["to"])
            verdict = line.events.wait("verdict", line.events.mark(), count=2)
            expect_equal(verdict["model"], digests[serving], "the model that judged")
        expect(not line.events.all("missed", mark, reason="driver_gap"), "the driver lost a frame")
        visitor = Subscriber(line.socket)
        visitor.start()
        visitor.wait("verdict")
        visitor.close()
        number += 1
    print(number, "reloads")
    reasons = {event["reason"] for event in line.events.all("missed")}
    expect(reasons <= {"overtaken"}, f"frames were missed: {reasons}")
    expect_equal({v["verdict"] for v in line.events.all("verdict")}, {"pass"}, "verdicts")
    expect_equal(len(line.events.all("reload")), number, "reloads told")


def _inspecting():
    vivid()
    line = Line().start()
    return line, line.inspecting()["model"]


def _reload(line, result):
    """Reloads and waits for how it ends."""
    mark = line.events.mark()
    sh(f"systemctl reload {line.unit}")
    event = line.events.wait("reload", mark)
    expect_equal(event["result"], result, f"the reload, {event.get('why')}")
    line.events.wait("state", mark, state="inspecting")
    return event


def _same_model_serves(line, digest):
    mark = line.events.mark()
    expect_equal(line.events.wait("verdict", mark, count=2)["model"], digest, "the model")
    expect_equal(len(line.entries("reload_refused")), 1, "entries about the refusal")
    expect(line.is_active, "the line runs")
