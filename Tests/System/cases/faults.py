"""What cameras do to a line. In every case each judged frame would pass, so a `pass` that should
not be is seen; the runner checks after each case that the counts add up, that the client heard
the same, and that the service was never restarted."""

import os
import subprocess
import time

from camera import bind, by_path, control, unbind, vivid
from check import eventually, expect, expect_equal, sh, show
from line import Line

# From the camera's return to the next verdict, at one frame a second, in the machine's own time.
RECOVERY_SECONDS = 2


def buffer_error():
    """A buffer that the driver marks as damaged is undecided, and the next ones are judged."""
    line = _inspecting(every_frame=True)
    mark = line.events.mark()
    control("inject_v4l2_buf_flag_error=1")
    line.events.wait("verdict", mark, verdict="undecided", reason="corrupt")
    line.events.wait("verdict", line.events.mark(), verdict="pass", count=2)
    expect_equal(len(line.events.all("verdict", verdict="undecided")), 1, "undecided frames")
    expect_equal(line.states(), ["starting", "inspecting"], "states")


def fatal_streaming_error():
    """The driver gives up until it is started anew; the line does that."""
    line = _inspecting()
    _lost_and_back(line, lambda: control("inject_fatal_streaming_error=1"))


def qbuf_error():
    """A buffer that the driver does not take back."""
    line = _inspecting()
    _lost_and_back(line, lambda: control("inject_vidioc_qbuf_error=1"))


def reqbufs_error():
    """The first attempt to start fails, the next one does not."""
    vivid()
    control("inject_vidioc_reqbufs_error=1")
    line = Line().start()
    lost = line.events.wait("state", state="camera_lost")
    expect("VIDIOC_REQBUFS" in lost["why"], lost["why"])
    _judges_soon(line, 0, lost["arrived"])


def streamon_error():
    vivid()
    control("inject_vidioc_streamon_error=1")
    line = Line().start()
    lost = line.events.wait("state", state="camera_lost")
    expect("VIDIOC_STREAMON" in lost["why"], lost["why"])
    _judges_soon(line, 0, lost["arrived"])


def half_dropped():
    """Each frame that the driver dropped is missed, by its number."""
    line = _inspecting(fps=10)
    control("percentage_of_dropped_buffers=50")
    line.events.wait("missed", reason="driver_gap", count=5)
    control("percentage_of_dropped_buffers=0")
    line.events.wait("verdict", line.events.mark(), verdict="pass", count=2)


def all_dropped():
    """A camera that gives nothing is stalled, is said to be, and is taken up again."""
    line = _inspecting()
    mark = line.events.mark()
    control("percentage_of_dropped_buffers=100")
    line.events.wait("state", mark, state="stalled")
    eventually(lambda: line.events.statistics()[0]["in_flight"] == 0, "the last verdict")
    verdicts = len(line.events.all("verdict"))
    time.sleep(3)
    expect_equal(len(line.events.all("verdict")), verdicts, "verdicts without frames")
    mark = line.events.mark()
    returns = time.monotonic()
    control("percentage_of_dropped_buffers=0")
    _judges_soon(line, mark, returns)


def sequence_wraps():
    """The driver's numbers begin anew at 2^32; no frame is lost or told twice by that."""
    vivid()
    control("wrap_sequence_number=1")
    line = Line(camera={"fps": 60}).start()
    line.inspecting()
    high = line.events.all("verdict")[0]["frame"]
    expect(high > 1 << 31, f"the first number is {high}")
    eventually(lambda: [v for v in line.events.all("verdict") if v["frame"] < 1000],
               "a verdict on a frame after the wrap")


def timestamps_wrap():
    """A timestamp from a far future is passed on as given, and nothing is reckoned with it."""
    vivid()
    for wrap in (1, 2):
        control(f"wrap_timestamp={wrap}")
        line = Line(f"wrap{wrap}", inspection={"deadline": "1m"}).start()
        verdict = line.inspecting()
        expect_equal(verdict["verdict"], "pass", "the verdict")
        expect(verdict["captured_ns"] > 1 << 60 or wrap == 2, str(verdict["captured_ns"]))
        expect(verdict["timeline_us"]["published"] < 60_000_000, str(verdict["timeline_us"]))
        line.check()
        line.stop()


def disconnected():
    """The camera unplugs itself; vivid plugs it in again when nobody has it open."""
    line = _inspecting()
    _lost_and_back(line, lambda: control("disconnect=1"))


def unbound_and_bound():
    """The device goes and comes back with its node."""
    line = _inspecting()
    _unbind(line)
    mark = line.events.mark()
    returns = time.monotonic()
    bind()
    _judges_soon(line, mark, returns)


def returns_after_long():
    """However long it was away, the line is quick when it is back."""
    line = _inspecting()
    _unbind(line)
    time.sleep(20)
    mark = line.events.mark()
    returns = time.monotonic()
    bind()
    _judges_soon(line, mark, returns)


def renumbered():
    """The camera comes back as another node; its stable name finds it."""
    vivid()
    name = by_path()
    line = Line(camera={"source": name}).start()
    line.inspecting()
    _unbind(line)
    sh("modprobe v4l2loopback video_nr=0 && udevadm settle")
    mark = line.events.mark()
    returns = time.monotonic()
    bind()
    expect_equal(os.path.realpath(name), "/dev/video1", "the node that the name leads to")
    _judges_soon(line, mark, returns)


def busy():
    """Another program has the camera; the line waits for it."""
    vivid()
    other = subprocess.Popen(
        ["v4l2-ctl", "--stream-mmap"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(2)
    line = Line().start()
    why = line.events.wait("state", state="camera_lost")["why"]
    expect("in use by another program" in why, why)
    mark = line.events.mark()
    other.terminate()
    other.wait()
    _judges_soon(line, mark, time.monotonic())


def permission_denied():
    vivid()
    sh("chmod 600 /dev/video0")
    line = Line().start()
    why = line.events.wait("state", state="camera_lost")["why"]
    expect("may not be opened" in why, why)
    mark = line.events.mark()
    sh("chmod 660 /dev/video0")
    _judges_soon(line, mark, time.monotonic())


def absent_at_start():
    """The service is ready without its camera, says so, and takes the camera when it comes."""
    line = Line().start()
    expect(line.is_active, "the service has started")
    expect("camera_lost" in show(line.unit, "StatusText"), show(line.unit, "StatusText"))
    why = line.events.wait("state", state="camera_lost")["why"]
    expect("there is no /dev/video0" in why, why)
    mark = line.events.mark()
    vivid()
    _judges_soon(line, mark, time.monotonic())


def absent_since_boot():
    """The kernel has never seen a camera when the line starts, so not even their kind of device."""
    sh("rmmod videobuf2_memops videobuf2_common videodev")
    line = Line().start()
    line.events.wait("state", state="camera_lost")
    mark = line.events.mark()
    vivid()
    _judges_soon(line, mark, time.monotonic())


def frozen():
    """The same frame again and again is no camera that looks at parts."""
    line = _inspecting(frozen_frames=3)
    line.events.wait("verdict", verdict="undecided", reason="frozen", count=3)
    frozen = line.events.all("verdict", reason="frozen")[0]
    passes = line.events.all("verdict", verdict="pass")
    expect(len(passes) <= 2 and passes[-1]["sequence"] < frozen["sequence"],
           "nothing passes once the camera is frozen")


def black_and_white():
    """A lamp that is off, and one that blinds."""
    line = _inspecting()
    control("test_pattern=5")
    line.events.wait("verdict", verdict="undecided", reason="dark", count=2)
    control("test_pattern=6")
    line.events.wait("verdict", verdict="undecided", reason="saturated", count=2)
    mark = line.events.mark()
    control("test_pattern=0")
    line.events.wait("verdict", mark, verdict="pass")


def late():
    """Networks that cannot be ready in time leave every frame undecided."""
    vivid()
    line = Line(inspection={"deadline": "2ms"}).start()
    line.events.wait("verdict", verdict="undecided", reason="late", count=5)
    expect(not line.events.all("verdict", verdict="pass"), "nothing passes late")


def _inspecting(fps=1, **inspection):
    vivid()
    line = Line(camera={"fps": fps}, inspection=inspection).start()
    line.inspecting()
    return line


def _lost_and_back(line, happen):
    """The camera is lost, then the line inspects again without anybody's help."""
    mark = line.events.mark()
    happen()
    lost = line.events.wait("state", mark, state="camera_lost")
    _judges_soon(line, mark, lost["arrived"])


def _unbind(line):
    mark = line.events.mark()
    unbind()
    line.events.wait("state", mark, state="camera_lost")


def _judges_soon(line, mark, since):
    """The camera is back; verdicts of frames from before its loss do not count."""
    back = line.events.wait("state", mark, state="inspecting")
    line.events.wait("verdict", line.events.mark(), verdict="pass", count=2)
    arrivals = [v["arrived"] for v in line.events.all("verdict", mark, verdict="pass")]
    seconds = min(time for time in arrivals if time > back["arrived"]) - since
    print(f"the first verdict came after {seconds:.2f} s")
    expect(seconds <= RECOVERY_SECONDS,
           f"{seconds:.2f} s from the camera's return to the next verdict")
