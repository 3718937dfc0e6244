"""The cameras of the machine: the kernel's test driver vivid, and v4l2loopback with a feeder."""

import fcntl
import glob
import os
import struct
import subprocess
import threading
import time

from check import eventually, expect, sh

BIND = "/sys/bus/platform/drivers/vivid/bind"
UNBIND = "/sys/bus/platform/drivers/vivid/unbind"


def vivid(options=""):
    """Loads the driver: one webcam on /dev/video0, or as the options say.

    Its picture stands still, without the clock that it shows otherwise, so that every frame of a
    format is the same.
    """
    sh(f"modprobe vivid {options} && udevadm settle")
    control("test_pattern=0,osd_text_mode=2")


def control(settings, device=0):
    """Sets the driver's controls: `name=value,name=value`."""
    sh(f"v4l2-ctl --device {device} --set-ctrl {settings}")


def unbind(number=0):
    write(UNBIND, f"vivid.{number}")


def bind(number=0):
    write(BIND, f"vivid.{number}")
    sh("udevadm settle")


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def one_frame(code, width, height, path, device=0):
    """Takes one frame with another program than ours."""
    sh(f"v4l2-ctl --device {device} --set-fmt-video width={width},height={height},"
       f"pixelformat={code} --stream-mmap --stream-count 1 --stream-to {path}")
    said = sh(f"v4l2-ctl --device {device} --get-fmt-video")
    expect(f"'{code}'" in said and f"{width}/{height}" in said, f"the driver's format: {said}")
    with open(path, "rb") as file:
        return file.read()


class Output:
    """vivid's HDMI output, looped to its HDMI input: what is fed comes out bit by bit."""

    OPTIONS = ("n_devs=1 node_types=0x101 num_inputs=1 input_types=0x3 num_outputs=1 "
               "output_types=0x1 multiplanar=1 vid_cap_nr=0 vid_out_nr=1")

    def __init__(self, frames, code):
        """Loads the driver and repeats the frames, 640x480 each, in that format for ever."""
        vivid(self.OPTIONS)
        for device in (1, 0):
            sh(f"v4l2-ctl --device {device} --set-dv-bt-timings index=0")
        control("loop_video=1")
        with open("/tmp/fed", "wb") as file:
            for frame in frames:
                file.write(frame)
        sh("v4l2-ctl --device 1 --set-fmt-video-out width=640,height=480,"
           f"pixelformat={code},colorspace=srgb")
        self.feeder = subprocess.Popen(
            ["v4l2-ctl", "--device", "1", "--stream-out-mmap", "--stream-loop",
             "--stream-from", "/tmp/fed"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)
        expect(self.feeder.poll() is None, "the feeder goes on")


class Loopback(threading.Thread):
    """v4l2loopback as a camera: writes the same frames over and over."""

    DEVICE = "/dev/video10"
    # VIDIOC_S_FMT, and a v4l2_format of the kind that outputs.
    SET_FORMAT = 0xC0D05605
    OUTPUT = 2

    def __init__(self, frames, code, width, height, fps=2):
        super().__init__(daemon=True)
        sh("modprobe v4l2loopback max_buffers=8 && udevadm settle")
        self.frames, self.fps = frames, fps
        self.device = os.open(self.DEVICE, os.O_RDWR)
        room = max(map(len, frames))
        wish = struct.pack("<II", self.OUTPUT, 0) + struct.pack(
            "<II4sIIII", width, height, code.encode(), 1, 0, max(room, width * height), 8)
        given = fcntl.ioctl(self.device, self.SET_FORMAT, wish.ljust(208, b"\0"))
        got = struct.unpack_from("<II4s", given, 8)
        expect(got == (width, height, code.encode()), f"v4l2loopback takes the format: {got}")
        self.is_open = True
        self.start()

    def run(self):
        number = 0
        while self.is_open:
            os.write(self.device, self.frames[number % len(self.frames)])
            number += 1
            time.sleep(1 / self.fps)

    def close(self):
        self.is_open = False
        self.join()
        os.close(self.device)


def by_path():
    """The stable name that udev gave the camera."""
    def find():
        return [path for path in glob.glob("/dev/v4l/by-path/*")
                if os.path.realpath(path).startswith("/dev/video")]

    return eventually(find, "a name under /dev/v4l/by-path", 10)[0]
