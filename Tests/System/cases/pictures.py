"""Real pictures through a real driver: what vivid's HDMI output is fed comes back through its HDMI
input bit by bit, and each frame gets the very verdict that `sight inspect` gives the file."""

import json
import os

import frames
from camera import Output
from check import expect_equal, sh
from line import MODEL, Line

FOLDER = "/srv/parts"
PARTS = 3


def rgb_through_hdmi():
    os.makedirs(FOLDER)
    shown = []
    for number in range(PARTS):
        with open(f"/stage/parts/{number}.rgb", "rb") as file:
            shown.append(file.read())
        sh(f"cp /stage/parts/{number}.png {FOLDER}")
    _judge("RGB3", shown)


def yuyv_through_hdmi():
    """Half the colour is lost on the way to YUYV; the file shows what is left."""
    os.makedirs(FOLDER)
    shown = []
    for number in range(PARTS):
        with open(f"/stage/parts/{number}.rgb", "rb") as file:
            shown.append(_yuyv(file.read()))
        rgb = frames.picture(shown[-1], "YUYV", 640, 480)
        with open(f"{FOLDER}/{number}.png", "wb") as file:
            file.write(frames.png(rgb, 640, 480))
    _judge("YUYV", shown)


def _judge(code, shown):
    threshold, files = _inspect()
    # Every picture twice: three equal frames in a row would be a frozen camera.
    Output([frame for frame in shown for _ in range(2)], code)
    camera = {"format": code, "size": [640, 480], "fps": None}
    line = Line(camera=camera, inspection={"threshold": threshold}).start()
    # At 60 frames a second vivid gives two frames the same number now and then.
    line.driver_counts = False
    line.inspecting()
    for score, verdict in files.items():
        line.events.wait("verdict", score=score, verdict=verdict)
    others = [(v.get("score"), v["verdict"], v.get("reason")) for v in line.events.all("verdict")
              if files.get(v.get("score")) != v["verdict"]]
    expect_equal(others, [], f"verdicts other than those of the files, {files}")


def _inspect():
    """A threshold amid the scores of the files, and the verdict of each score with it."""
    def run(threshold):
        said = sh(f"sight inspect --json --model {MODEL} --threshold {threshold} {FOLDER}",
                  check=False)
        return [json.loads(text) for text in said.splitlines() if text.startswith("{")]

    scores = sorted(event["score"] for event in run(0))
    expect_equal(len(set(scores)), PARTS, f"different scores in {scores}")
    threshold = (scores[-1] + scores[-2]) / 2
    files = {event["score"]: event["verdict"] for event in run(threshold)}
    expect_equal(sorted(files.values()), ["fail", "pass", "pass"], "verdicts of the files")
    return threshold, files


def _yuyv(rgb):
    """A picture as YUYV, roughly: which colours exactly, the file will show."""
    frame = bytearray(len(rgb) // 3 * 2)
    frame[0::2] = bytes(16 + (66 * r + 129 * g + 25 * b) // 256
                        for r, g, b in zip(rgb[0::3], rgb[1::3], rgb[2::3]))
    frame[1::4] = bytes(128 + (-38 * r - 74 * g + 112 * b) // 256
                        for r, g, b in zip(rgb[0::6], rgb[1::6], rgb[2::6]))
    frame[3::4] = bytes(128 + (112 * r - 94 * g - 18 * b) // 256
                        for r, g, b in zip(rgb[0::6], rgb[1::6], rgb[2::6]))
    return bytes(frame)
