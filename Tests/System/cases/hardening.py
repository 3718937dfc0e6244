"""The unit's walls, tried from inside: a probe takes the daemon's place in the very same unit."""

import errno
import json
import os
import re

from camera import vivid
from check import expect, expect_equal, sh, show
from line import Line

FIFO = "1"
# How the kernel refuses; anything else would be no wall.
REFUSALS = {os.strerror(number) for number in (
    errno.EPERM, errno.EACCES, errno.EROFS, errno.EAFNOSUPPORT)}
WORST_EXPOSURE = 1.2


def exposure():
    """systemd's own judgement of the unit as installed."""
    said = sh("systemd-analyze security --no-pager sightd@line.service")
    value = float(re.search(r"Overall exposure level for \S+: ([0-9.]+)", said).group(1))
    print("exposure", value)
    expect(value <= WORST_EXPOSURE, f"the exposure is {value}")


def walls():
    """What the daemon may not do is refused, also what any other user may; what it needs is
    there."""
    vivid()
    _open_device()
    tried = _probe()
    by_the_unit = ["internet socket", "netlink socket", "writable code", "executable later",
                   "another device", "new namespace", "set-user-id file"]
    refused = [*by_the_unit, "packet socket", "write to /etc", "write to /usr",
               "write to the model", "the disk", "the kernel's memory", "set the clock",
               "another user", "kernel module"]
    without = json.loads(
        sh("systemd-run --quiet --wait --pipe --uid=nobody python3 -B /stage/inside/probe.py"))
    expect_equal({name: without[name] for name in by_the_unit if without[name] != "done"}, {},
                 "what is refused without the unit, too")
    allowed = ["unix socket", "the camera", "its own state", "realtime priority",
               "lock memory", "read the model"]
    expect_equal({name: tried[name] for name in refused if not _is_refusal(tried[name])}, {},
                 "what is not refused")
    expect_equal({name: tried[name] for name in allowed if tried[name] != "done"}, {},
                 "what is refused but needed")
    expect_equal(tried["interfaces"], ["lo"], "network interfaces")
    expect_equal(tried["capabilities"], "0000000000000000", "capabilities")
    expect(tried["user"] != 0, "the daemon is not root")


def other_processes():
    """The daemon sees no process of another user."""
    vivid()
    expect_equal(_probe()["foreign processes"], 0, "processes of others in /proc")


def realtime():
    """Capture and inference run under SCHED_FIFO, the camera first; all memory stays."""
    vivid()
    line = Line(inspection={"realtime_priority": 20}).start()
    line.inspecting()
    threads = _threads(line.pid)
    print(threads)
    expect_equal(threads["capture"], (FIFO, 21), "policy and priority of capture")
    expect_equal(threads["inference"], (FIFO, 20), "policy and priority of inference")
    expect_equal(_status(line.pid, "VmLck").split()[0] != "0", True, "memory is locked")
    expect(not line.entries("realtime_refused") + line.entries("memory_lock_refused"),
           "nothing is refused")


def realtime_refused():
    """Without the right to it the line says so and goes on."""
    _drop_in("line", "LimitRTPRIO=0\nLimitMEMLOCK=64K\n")
    vivid()
    line = Line(inspection={"realtime_priority": 20}).start()
    line.inspecting()
    expect(line.entries("realtime_refused"), "an entry about the priority")
    expect(line.entries("memory_lock_refused"), "an entry about the memory")
    policies = {policy for policy, _ in _threads(line.pid).values()}
    expect_equal(policies, {"0"}, "scheduling policies")


def runs_as_its_user():
    """A user that exists while the line runs; cameras through the group, no capability."""
    vivid()
    line = Line().start()
    line.inspecting()
    expect(_status(line.pid, "Uid").split()[0] != "0", "the daemon is not root")
    expect_equal(_status(line.pid, "CapEff"), "0" * 16, "effective capabilities")
    expect_equal(_status(line.pid, "NoNewPrivs"), "1", "no new privileges")
    expect_equal(_status(line.pid, "Seccomp"), "2", "filter of system calls")
    expect_equal(show(line.unit, "MemoryDenyWriteExecute"), "yes", "MemoryDenyWriteExecute")
    sockets = sh(f"ls -l /proc/{line.pid}/fd | grep --count socket:", check=False)
    print("sockets:", sockets)


def _is_refusal(answer):
    return answer in REFUSALS or answer.startswith("CalledProcessError")


def _open_device():
    """A device that everybody may open."""
    with open("/proc/misc") as file:
        minors = dict(reversed(line.split()) for line in file)
    sh(f"mknod --mode=666 /dev/probe c 10 {minors['cpu_dma_latency']}")


def _probe():
    """Runs the probe in the unit; what it could do."""
    line = Line("probe")
    line.write()
    _drop_in("probe", "Type=oneshot\nWatchdogSec=0\nRestart=no\nExecStart=\n"
             "ExecStart=/usr/bin/python3 -B /stage/inside/probe.py\n")
    sh(f"systemctl start {line.unit}.socket; systemctl start {line.unit}")
    said = [entry["MESSAGE"] for entry in line.journal() if entry["MESSAGE"].startswith("{")]
    tried = json.loads(said[-1])
    for name, answer in tried.items():
        print(f"{name}: {answer}")
    return tried


def _drop_in(name, text):
    folder = f"/etc/systemd/system/sightd@{name}.service.d"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/case.conf", "w") as file:
        file.write("[Service]\n" + text)
    sh("systemctl daemon-reload")


def _threads(process):
    """Scheduling policy and realtime priority of each thread, by its name."""
    found = {}
    for task in os.listdir(f"/proc/{process}/task"):
        with open(f"/proc/{process}/task/{task}/stat") as file:
            name, rest = file.read().split("(", 1)[1].rsplit(") ", 1)
        fields = rest.split()
        found[name] = (fields[38], int(fields[37]))
    return found


def _status(process, name):
    with open(f"/proc/{process}/status") as file:
        return next(line.split(":", 1)[1].strip() for line in file if line.startswith(name + ":"))
