"""A line as an operator has it: a file under /etc/sight, a unit, a socket."""

import json
import os

from check import expect, expect_equal, journal, message_id, sh, show
from subscriber import Subscriber

MODEL = "/usr/share/sight/tiny.safetensors"
# A camera of one small frame a second; every frame that is judged passes, so that a pass which
# should not be is seen; equal frames are allowed, because test pictures stand still. One thread of
# no realtime priority: emulated networks take half a second, and the rest has to run as well.
STANDARD = {
    "camera": {"source": "/dev/video0", "format": "YUYV", "size": [320, 180], "fps": 1},
    "inspection": {"model": MODEL, "threshold": 1000000, "frozen_frames": 0, "threads": 1,
                   "realtime_priority": 0},
}


class Line:
    """One line; `sections` go over the standard settings, `None` takes a key out."""

    all = []

    def __init__(self, name="line", **sections):
        self.name = name
        self.unit = f"sightd@{name}"
        self.path = f"/etc/sight/{name}.toml"
        self.socket = f"/run/sight/{name}.sock"
        self.settings = {
            section: {**STANDARD.get(section, {}), **sections.get(section, {})}
            for section in [*STANDARD, *(s for s in sections if s not in STANDARD)]}
        self.restarts = 0
        self.driver_counts = True  # each frame has a number of its own
        self.events = None
        Line.all.append(self)

    def write(self, **sections):
        """Writes the settings, with changes to them if given."""
        for section, keys in sections.items():
            self.settings.setdefault(section, {}).update(keys)
        os.makedirs("/etc/sight", exist_ok=True)
        with open(self.path, "w") as file:
            file.write(toml({"line": {"name": self.name}, **self.settings}))

    def start(self, check=True):
        """Starts the line with a client that is there from the first event on."""
        self.write()
        sh(f"systemctl start {self.unit}.socket")
        sh(f"systemctl start {self.unit}", check=check)
        self.listen()
        return self

    def listen(self):
        """Begins to hear the line's events."""
        self.events = Subscriber(self.socket)
        self.events.start()

    def start_again(self):
        """After `stop`; the client comes back by itself."""
        sh(f"systemctl start {self.unit}")

    def inspecting(self, since=0):
        """Waits until the line inspects and has judged a frame."""
        self.events.wait("state", since, state="inspecting")
        return self.events.wait("verdict", since)

    def reload(self):
        sh(f"systemctl reload {self.unit}")

    def stop(self):
        sh(f"systemctl stop {self.unit}")

    @property
    def is_open(self):
        """Whether the line's socket lets clients in."""
        return show(f"{self.unit}.socket", "ActiveState") == "active"

    @property
    def pid(self):
        return int(show(self.unit, "MainPID"))

    @property
    def is_active(self):
        return show(self.unit, "ActiveState") in ("active", "reloading")

    def journal(self, **fields):
        return journal(self.unit, **fields)

    def entries(self, kind):
        """The sentences in the journal of one kind of the catalog."""
        return [entry["MESSAGE"] for entry in self.journal(MESSAGE_ID=message_id(kind))]

    def states(self, since=0):
        """The states in their order, each repeated one once."""
        states = [event["state"] for event in self.events.all("state", since)]
        return [s for i, s in enumerate(states) if i == 0 or states[i - 1] != s]

    def check(self):
        """What holds whatever happened."""
        expect_equal(show(self.unit, "NRestarts"), str(self.restarts), f"restarts of {self.unit}")
        if not self.events:
            return
        expect_equal(self.events.broken, [], "breaks in the numbers of the events")
        if self.is_active:
            self.check_books()

    def check_books(self):
        """Every frame that the driver numbered is accounted for, and the client heard the same."""
        counts, events = self.events.statistics()
        parts = [counts["pass"], counts["fail"], sum(counts["undecided"].values()),
                 sum(counts["missed"].values()), counts["in_flight"]]
        expect_equal(sum(parts), counts["frames"], f"the sum of {parts}")
        if len([e for e in events if e.get("state") == "starting"]) > 1:
            return  # The counts are of the last run, the events of all.
        heard = {"undecided": {}, "missed": {}, "pass": 0, "fail": 0}
        for event in events:
            if event["event"] == "missed":
                add(heard["missed"], event["reason"], event["count"])
            elif event["event"] == "verdict" and event["verdict"] == "undecided":
                add(heard["undecided"], event["reason"], 1)
            elif event["event"] == "verdict":
                heard[event["verdict"]] += 1
        for name, value in heard.items():
            counted = counts[name]
            if isinstance(counted, dict):
                counted = {reason: count for reason, count in counted.items() if count}
            expect_equal(value, counted, f"{name} as heard")
        opened = [e for e in events if e["event"] == "camera" and e["status"] == "opened"]
        if self.driver_counts and len(opened) == 1:
            check_numbers(events, counts["in_flight"])


def check_numbers(events, in_flight):
    """While a camera runs, each number that the driver gave is told once."""
    told = [(e["frame"], e.get("count", 1)) for e in events
            if e["event"] in ("verdict", "missed")]
    if not told:
        return
    first = told[0][0]
    numbers = [number for frame, count in told
               for number in range(offset(frame, first), offset(frame, first) + count)]
    expect_equal(len(set(numbers)), len(numbers), "frames told, and told once")
    missing = max(numbers) - min(numbers) + 1 - len(numbers)
    expect(missing <= in_flight, f"{missing} frames were told nowhere, {in_flight} are in flight")


def offset(number, first):
    """The distance of two of the driver's numbers, which count modulo 2^32."""
    return (number - first + (1 << 31)) % (1 << 32) - (1 << 31)


def add(counts, name, count):
    counts[name] = counts.get(name, 0) + count


def toml(sections):
    """Settings as TOML; a key whose value is None is left out."""
    lines = []
    for section, keys in sections.items():
        lines.append(f"[{section}]")
        lines += [f"{key} = {value_text(value)}" for key, value in keys.items()
                  if value is not None]
    return "\n".join(lines) + "\n"


def value_text(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {value_text(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
