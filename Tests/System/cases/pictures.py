"""Real pictures through a real driver: what vivid's HDMI output is fed comes back through its HDMI
input bit by bit, and each frame gets the very verdict that `sight inspect` gives the file."""

import json
import os

from camera import Output
from check import expect_equal, sh
from line import MODEL, Line

FOLDER = "/srv/parts"
PARTS = 3


def rgb_through_hdmi():
    _judge("RGB3")


def yuyv_through_hdmi():
    """Half the colour is lost on the way to YUYV; the file shows what is left."""
    _judge("YUYV")


def _judge(code):
    os.makedirs(FOLDER)
    shown = []
    for number in range(PARTS):
        with open(f"/stage/parts/{number}.{code}", "rb") as file:
            shown.append(file.read())
        sh(f"cp /stage/parts/{number}.{code}.png {FOLDER}")
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
