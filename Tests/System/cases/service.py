"""The service under systemd: its start and end, its watchdog, its neighbours, its disk."""

import ctypes
import glob
import os
import shutil
import signal
import socket
import time

from camera import control, vivid
from check import PATIENCE, eventually, expect, expect_equal, sh, show
from held_thread import HeldThread
from line import MODEL, Line

STATE = "/var/lib/private/sight"
# System calls, and what they are asked for.
FSPICK, FSCONFIG, HERE = 433, 431, -100
SET_FLAG, RECONFIGURE = 0, 7


def model_comes_later():
    """A model that is not there yet: the line says so, is started again and again, and inspects
    when the model comes, without anybody's help."""
    vivid()
    late = "/usr/share/sight/late.safetensors"
    line = Line(inspection={"model": late})
    line.write()
    sh(f"systemctl start {line.unit}.socket")
    sh(f"systemctl start {line.unit}", check=False)
    eventually(lambda: len(line.entries("start_failed")) > 1, "a second attempt")
    message = line.entries("start_failed")[0]
    expect(late in message, message)
    shutil.copy(MODEL, late)
    eventually(lambda: line.is_active, "the line has started")
    line.listen()
    line.inspecting()
    line.restarts = int(show(line.unit, "NRestarts"))
    expect(line.restarts > 0, "systemd started it again")


def readiness():
    """`systemctl start` returns when the line is ready, and everything says what it does."""
    vivid()
    line = Line().start()
    expect_equal(show(line.unit, "ActiveState"), "active", "the state after the start")
    expect_equal(show(line.unit, "Type"), "notify", "the unit's type")
    line.inspecting()
    status = show(line.unit, "StatusText")
    expect(status.startswith("line: inspecting, model tiny.safetensors"), status)
    expect_equal(len(line.entries("started")), 1, "entries about the start")
    expect_equal(len(line.entries("camera_streaming")), 1, "entries about the camera")
    expect_equal(line.events.hellos[0]["line"], "line", "the line's name in hello")
    expect_equal(line.events.hellos[0]["invocation_id"], show(line.unit, "InvocationID"),
                 "the run's id in hello")
    expect("inspecting" in sh("sight status line"), "sight status says what the line does")
    expect("vivid" in sh("sight cameras"), "sight cameras lists the camera")
    catalog = sh(f"journalctl --unit {line.unit} --catalog --lines 50")
    expect("The camera delivers frames" in catalog, "the catalog explains the entries")


def wrong_settings():
    """Settings that are wrong end the start at once, with the place of the error."""
    line = Line(inspection={"threshold": "high"})
    line.write()
    sh(f"systemctl start {line.unit}", check=False)
    expect_equal(show(line.unit, "Result"), "exit-code", "the result")
    expect_equal(show(line.unit, "ExecMainStatus"), "2", "the exit code")
    message = line.entries("start_failed")[0]
    expect(f"{line.path}:10:13" in message and "threshold" in message, message)
    expect_equal(sh(f"sightd --config {line.path} --check >/dev/null 2>&1; echo $?"), "1",
                 "the exit code of --check")


def rests_with_wrong_settings():
    """A client that waits at the socket does not start a line for ever that cannot start: it
    rests, with its socket closed, until its settings are right and somebody starts it."""
    line = Line(inspection={"threshold": "high"})
    line.write()
    sh(f"systemctl start {line.unit}.socket")
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(line.socket)
        client.settimeout(PATIENCE)
        expect_equal(_received(client), b"", "what the client hears")
    eventually(lambda: not line.is_open, "the end of the socket")
    time.sleep(5)
    expect_equal(show(line.unit, "ActiveState"), "failed", "the state of the line")
    expect_equal(show(line.unit, "ExecMainStatus"), "2", "the exit code")
    expect_equal(len(line.entries("start_failed")), 1, "attempts to start")
    expect(not os.path.exists(line.socket), "nobody can connect")
    vivid()
    line.settings["inspection"]["threshold"] = 1000000
    line.start().inspecting()
    expect(line.is_open, "the socket is open again")
    expect_equal(show("sightd-failed@line.target", "ActiveState"), "inactive", "the line's rest")


def stays_stopped():
    """A line that somebody stops stays stopped, though its client comes back again and again."""
    vivid()
    line = Line().start()
    line.inspecting()
    line.stop()
    time.sleep(5)
    expect_equal(show(line.unit, "ActiveState"), "inactive", "the state of the line")
    expect(not line.is_open, "its socket is closed")
    mark = line.events.mark()
    line.start_again()
    line.inspecting(mark)


def starts_on_connection():
    """A client that connects to the socket of a line that does not run starts it."""
    vivid()
    line = Line()
    line.write()
    sh(f"systemctl start {line.unit}.socket")
    expect_equal(show(line.unit, "ActiveState"), "inactive", "the service before")
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(line.socket)
        client.settimeout(60)
        expect(client.recv(4096).startswith(b'{"event":"hello"'), "the client is greeted")
    eventually(lambda: line.is_active, "the line's start")
    mode = os.stat(line.socket).st_mode & 0o777
    expect_equal(oct(mode), "0o660", "the socket's mode")
    expect_equal(sh(f"stat --format %G {line.socket}"), "sight", "the socket's group")


def ends_on_sigterm():
    """The end is clean: every frame has its verdict, and the client hears of it."""
    vivid()
    line = Line().start()
    line.inspecting()
    line.stop()
    expect_equal(show(line.unit, "Result"), "success", "the result")
    expect_equal(show(line.unit, "ExecMainStatus"), "0", "the exit code")
    line.events.wait("state", state="stopping")
    last, mark = line.events.all()[-1]["sequence"], line.events.mark()
    line.start_again()
    line.inspecting(mark)
    expect_equal(line.events.all(since=mark)[0]["sequence"], last + 1,
                 "the next run's first number")


def killed():
    """kill -9: systemd starts the line again, clients come back, numbers never go backwards."""
    vivid()
    line = Line().start()
    line.restarts = 2
    line.inspecting()
    for _ in range(2):
        mark, hellos = line.events.mark(), len(line.events.hellos)
        os.kill(line.pid, signal.SIGKILL)
        eventually(lambda: len(line.events.hellos) > hellos, "the client's return")
        line.inspecting(mark)
    expect_equal(line.events.broken, [], "breaks in the numbers")


def hung_worker():
    """The networks hang: no keep-alive is sent, systemd kills the line and starts it again."""
    _with_the_units_own_watchdog()
    line = Line().start()
    line.restarts = 1
    line.inspecting()
    expect_equal(show(line.unit, "WatchdogUSec"), "10s", "the watchdog of the unit")
    mark, first = line.events.mark(), line.pid
    with HeldThread(first, "inference") as thread:
        eventually(lambda: thread.let_die() or line.pid not in (0, first), "another process")
    expect("watchdog" in sh(f"journalctl --unit {line.unit} --grep 'atchdog timeout'").lower(),
           "systemd says that the watchdog did it")
    line.inspecting(mark)


def hung_process():
    """The whole process hangs."""
    _with_the_units_own_watchdog()
    line = Line().start()
    line.restarts = 1
    line.inspecting()
    mark, first = line.events.mark(), line.pid
    os.kill(first, signal.SIGSTOP)
    eventually(lambda: line.pid not in (0, first), "another process")
    line.inspecting(mark)


def held_capture():
    """A driver that hangs for a while, half as long as the watchdog waits, is no reason to
    restart."""
    _with_the_units_own_watchdog()
    line = Line().start()
    line.inspecting()
    expect_equal(show(line.unit, "WatchdogUSec"), "10s", "the watchdog of the unit")
    with HeldThread(line.pid, "capture"):
        time.sleep(5)
    line.events.wait("verdict", line.events.mark(), verdict="pass", count=2)


def disk_full():
    """Records that find no room are said to fail, verdicts go on, records come back with room."""
    _with_records("64k")
    line = _recording()
    eventually(lambda: line.entries("record_failed"), "an entry about the records")
    line.events.wait("verdict", line.events.mark(), verdict="fail", count=2)
    sh(f"mount -o remount,size=64m {STATE}/records")
    eventually(_records, "a record")
    eventually(lambda: any("again" in text for text in line.entries("record_failed")),
               "an entry about their return")


def disk_read_only():
    """The same on a disk that became read-only."""
    _with_records("64m")
    line = _recording()
    eventually(_records, "a record")
    sh(f"mount -o remount,ro {STATE}/records")
    eventually(lambda: line.entries("record_failed"), "an entry about the records")
    line.events.wait("verdict", line.events.mark(), verdict="fail", count=2)
    sh(f"mount -o remount,rw {STATE}/records")
    eventually(lambda: any("again" in text for text in line.entries("record_failed")),
               "an entry about their return")


def starts_on_full_disk():
    """A full disk is no reason not to inspect; the numbers of the events grow all the same."""
    _with_state("128k")
    vivid()
    line = Line().start()
    line.inspecting()
    line.stop()
    sh(f"head --bytes 1m /dev/zero >{STATE}/filler", check=False)
    for _ in range(2):
        _next_run_counts_on(line)
        line.stop()
        expect_equal(show(line.unit, "ExecMainStatus"), "0", "the exit code")
    expect(line.entries("numbers_unsaved"), "an entry about the disk")


def starts_on_read_only_disk():
    """Nor is a disk that became read-only; the line says so, and says when it can write again."""
    _with_state("8m")
    vivid()
    line = Line().start()
    line.inspecting()
    line.stop()
    _make_disk(STATE, "ro")
    _next_run_counts_on(line)
    line.stop()
    expect_equal(show(line.unit, "ExecMainStatus"), "0", "the exit code")
    _next_run_counts_on(line)
    expect_equal(len(line.entries("numbers_unsaved")), 2, "entries about the disk")
    _make_disk(STATE, "rw")
    eventually(lambda: any("again" in text for text in line.entries("numbers_unsaved")),
               "an entry about its return")


def journald_restarted():
    """The line goes on without its journal, and its entries come again afterwards."""
    vivid()
    line = Line(inspection={"every_frame": True}).start()
    line.inspecting()
    mark = line.events.mark()
    sh("systemctl restart systemd-journald")
    control("inject_v4l2_buf_flag_error=1")
    line.events.wait("verdict", mark, reason="corrupt")
    eventually(lambda: line.entries("verdict_undecided"), "an entry after the restart")


def clock_stepped():
    """The time of day jumps an hour ahead and back: nothing is late, nothing is killed."""
    vivid()
    line = Line(inspection={"deadline": "30s"}).start()
    line.inspecting()
    before = line.events.all("verdict")[-1]["time_us"]
    sh("date --set '+1 hour'")
    line.events.wait("verdict", line.events.mark(), verdict="pass", count=3)
    expect(line.events.all("verdict")[-1]["time_us"] - before > 3_000_000_000,
           "events tell the new time of day")
    sh("date --set '-1 hour'")
    line.events.wait("verdict", line.events.mark(), verdict="pass", count=3)
    expect(not line.events.all("verdict", verdict="undecided"), "no verdict is late")
    expect_equal(line.states(), ["starting", "inspecting"], "states")


def two_lines():
    """Two lines with a camera each know nothing of each other."""
    vivid("n_devs=2 node_types=0x1,0x1 num_inputs=1,1 input_types=0x0,0x0 multiplanar=1,1 "
          "vid_cap_nr=0,1")
    control("test_pattern=0,osd_text_mode=2", device=1)
    left = Line("left").start()
    right = Line("right", camera={"source": "/dev/video1"}).start()
    left.inspecting()
    right.inspecting()
    left.stop()
    right.events.wait("verdict", right.events.mark(), verdict="pass", count=2)
    expect_equal({v["model"] for v in left.events.all("verdict")},
                 {v["model"] for v in right.events.all("verdict")}, "the models of one file")


def _with_the_units_own_watchdog():
    os.unlink("/etc/systemd/system/sightd@.service.d/patience.conf")
    sh("systemctl daemon-reload")
    vivid()


def _next_run_counts_on(line):
    """Starts a line again; the numbers of its events grow."""
    last, mark = line.events.all()[-1]["sequence"], line.events.mark()
    line.start_again()
    line.inspecting(mark)
    first = line.events.all(since=mark)[0]["sequence"]
    expect(first > last, f"{first} comes after {last}")


def _received(client):
    """What a client is told before its connection ends."""
    try:
        return client.recv(4096)
    except ConnectionResetError:
        return b""


def _with_state(size):
    """A disk of its own for the state of all lines."""
    os.makedirs(STATE, mode=0o700, exist_ok=True)
    sh("chmod 700 /var/lib/private")
    sh(f"mount -t tmpfs -o size={size},mode=700 none {STATE}")


def _make_disk(path, mode):
    """Makes the file system itself "ro" or "rw", as one with errors does, in all namespaces;
    mount(8) would also mark the place where it is mounted, and the line has a copy of that."""
    libc = ctypes.CDLL(None, use_errno=True)
    disk = libc.syscall(FSPICK, HERE, path.encode(), 0)
    done = [libc.syscall(FSCONFIG, disk, SET_FLAG, mode.encode(), None, 0),
            libc.syscall(FSCONFIG, disk, RECONFIGURE, None, None, 0)]
    expect(disk >= 0 and done == [0, 0], f"{path} becomes {mode}: {ctypes.get_errno()}")
    os.close(disk)


def _with_records(size):
    """A disk of its own for the records."""
    os.makedirs(f"{STATE}/records", exist_ok=True)
    sh(f"chmod 700 /var/lib/private {STATE}")
    sh(f"mount -t tmpfs -o size={size},mode=750 none {STATE}/records")


def _records():
    return glob.glob(f"{STATE}/records/line/*/*.json")


def _recording():
    """A line on which every part fails, so that every picture is to be recorded."""
    vivid()
    line = Line(inspection={"model": MODEL, "threshold": -1000000},
                record={"directory": "/var/lib/sight/records", "max_per_minute": 0}).start()
    line.inspecting()
    return line
