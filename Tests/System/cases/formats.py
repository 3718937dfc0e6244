"""Every pixel format: the camera's frame and the same picture replayed from a file get one score.
What a frame shows is worked out here, not by the product."""

import json
import os

import frames
from camera import Loopback, one_frame, vivid
from check import expect, expect_equal, sh
from line import MODEL, Line

SIZES = [(320, 180), (640, 360), (640, 480)]
FOLDER = "/srv/pictures"


def yuyv():
    _vivid_format("YUYV")


def rgb3():
    _vivid_format("RGB3")


def bgr3():
    _vivid_format("BGR3")


def grey():
    _vivid_format("GREY")


def nv12():
    _vivid_format("NV12")


def yu12():
    _vivid_format("YU12")


def mjpg():
    """JPEG frames are judged as the JPEG file is."""
    os.makedirs(FOLDER)
    with open("/stage/parts/0.RGB3", "rb") as file:
        _write("/tmp/part.ppm", frames.ppm(file.read(), 640, 480))
    sh(f"cjpeg -quality 90 /tmp/part.ppm >{FOLDER}/640x480.jpg")
    with open(f"{FOLDER}/640x480.jpg", "rb") as file:
        feeder = Loopback([file.read()], "MJPG", 640, 480)
    score = _camera_score("MJPG", 640, 480, Loopback.DEVICE)
    feeder.close()
    _compare({"640x480.jpg": score}, with_tool=True)


def bayer():
    """A grey-free colour comes through each of the four patterns as it is."""
    os.makedirs(FOLDER)
    _write(f"{FOLDER}/flat.png", frames.png(bytes((200, 100, 50)) * (320 * 240), 320, 240))
    patterns = {"BA81": "BGGR", "GBRG": "GBRG", "GRBG": "GRBG", "RGGB": "RGGB"}
    scores = {}
    for code, pattern in patterns.items():
        values = [{"R": 200, "G": 100, "B": 50}[letter] for letter in pattern]
        frame = (bytes(values[:2]) * 160 + bytes(values[2:]) * 160) * 120
        feeder = Loopback([frame], code, 320, 240)
        scores[code] = _camera_score(code, 320, 240, Loopback.DEVICE)
        feeder.close()
    expect_equal(len(set(scores.values())), 1, f"different scores in {scores}")
    _compare({"flat.png": scores["BA81"]})


def other_format_given():
    """A format that the camera does not have is a camera that is lost, and says what it has."""
    vivid()
    line = Line(camera={"format": "MJPG"}).start()
    why = line.events.wait("state", state="camera_lost")["why"]
    expect("does not give MJPG" in why and "YUYV" in why, why)
    expect(not line.events.all("verdict"), "no frame is judged")


def other_size_given():
    """A size that the camera rounds is a camera that is lost: the region would be another."""
    vivid()
    line = Line(camera={"size": [333, 200]}).start()
    why = line.events.wait("state", state="camera_lost")["why"]
    expect("instead of 333x200" in why, why)
    expect(not line.events.all("verdict"), "no frame is judged")


def other_rate_given():
    """A rate that the camera rounds is said, and the line goes on."""
    vivid()
    line = Line(camera={"fps": 3}).start()
    line.inspecting()
    why = line.events.wait("camera", status="opened")["why"]
    expect("3.0 frames/s were asked for" in why, why)


def _vivid_format(code):
    vivid()
    os.makedirs(FOLDER)
    scores = {}
    for width, height in SIZES:
        frame = one_frame(code, width, height, "/tmp/frame")
        name = f"{width}x{height}.png"
        rgb = frames.picture(frame, code, width, height)
        _write(f"{FOLDER}/{name}", frames.png(rgb, width, height))
        scores[name] = _camera_score(code, width, height)
    _compare(scores)


def _camera_score(code, width, height, device="/dev/video0"):
    line = Line(f"{code}-{width}x{height}", camera={
        "source": device, "format": code, "size": [width, height],
        "fps": 1 if device == "/dev/video0" else None}).start()
    # v4l2loopback numbers the first two frames that a reader gets alike.
    line.driver_counts = device == "/dev/video0"
    line.inspecting()
    line.check()
    line.stop()
    verdicts = line.events.all("verdict")
    expect_equal({v["verdict"] for v in verdicts}, {"pass"}, f"verdicts of {line.name}")
    scores = {v["score"] for v in verdicts}
    expect_equal(len(scores), 1, f"scores of one picture, {scores}")
    return scores.pop()


def _compare(scores, with_tool=False):
    """The pictures in FOLDER get these scores on replay, and from the tool."""
    replay = {"source": f"replay:{FOLDER}?fps=2&loop", "format": "auto", "size": None, "fps": None}
    # In order, so that each picture has its turn however slow the machine is.
    line = Line("replay", camera=replay, inspection={"every_frame": True}).start()
    replayed = {name: line.events.wait("verdict", part_id=name)["score"] for name in scores}
    expect_equal(replayed, scores, "scores on replay")
    if not with_tool:
        return
    said = sh(f"sight inspect --json --model {MODEL} --threshold 1000000 {FOLDER}")
    inspected = [json.loads(text) for text in said.splitlines() if text.startswith("{")]
    expect_equal({os.path.basename(event["path"]): event["score"] for event in inspected}, scores,
                 "scores of sight inspect")


def _write(path, content):
    with open(path, "wb") as file:
        file.write(content)
