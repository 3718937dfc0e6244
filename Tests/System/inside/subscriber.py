"""A well-behaved client of a line: reads everything, comes back after a restart, keeps count."""

import collections
import json
import socket
import threading
import time

from check import PATIENCE, eventually, expect


class Subscriber(threading.Thread):
    """Reads the events of one socket; every look at them is from another thread."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path = path
        self.events = []        # in the order of their arrival, with "arrived" in monotonic seconds
        self.hellos = []
        self.broken = []        # what the numbers of the events should never do
        self.last = 0
        self.is_caught_up = False
        self.answers = collections.deque()
        self.lock = threading.Lock()
        self.connection = None
        self.is_closed = False

    def run(self):
        while not self.is_closed:
            try:
                self.connect()
                for line in self.connection.makefile("r", encoding="utf-8"):
                    self.take(json.loads(line))
            except OSError:
                pass
            time.sleep(0.1)

    def connect(self):
        """Asks for what it has not seen; a first visit asks for everything that is kept."""
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.path)
        since = json.dumps({"subscribe": {"since": self.last + 1}})
        connection.sendall(since.encode() + b"\n")
        self.connection = connection

    def take(self, event):
        event["arrived"] = time.monotonic()
        with self.lock:
            if event["event"] == "hello":
                self.hellos.append(event)
                self.is_caught_up = False
            elif event["event"] == "statistics" and "sequence" not in event:
                self.answers.append((event, list(self.events)))
            elif event["event"] == "gap":
                self.take_gap(event)
            else:
                self.take_numbered(event)

    def take_gap(self, gap):
        """What is kept no more: numbers of earlier runs; of this run it would be a loss."""
        if self.events and gap["from"] <= self.last + 1 and len(self.hellos) == 1:
            self.broken.append(f"lost {gap['from']} to {gap['to']}")
        self.last = max(self.last, gap["to"])
        self.is_caught_up = True

    def take_numbered(self, event):
        """Until what was asked for comes, there are greetings and news, which come again."""
        if event["sequence"] == self.last + 1:
            self.is_caught_up = True
            self.last += 1
            self.events.append(event)
        elif self.is_caught_up and event["sequence"] > self.last:
            self.broken.append(f"{event['sequence']} followed on {self.last}")
            self.last = event["sequence"]

    def all(self, kind=None, since=0, **fields):
        """The events of a kind with these fields, from a place in `events` on."""
        with self.lock:
            events = self.events[since:]
        return [event for event in events
                if kind in (None, event["event"])
                and all(event.get(name) == value for name, value in fields.items())]

    def mark(self):
        """The place in `events` of what comes next."""
        with self.lock:
            return len(self.events)

    def wait(self, kind, since=0, count=1, seconds=PATIENCE, **fields):
        """Waits until there are `count` such events; the last of them."""
        what = " ".join([kind, *(f"{name}={value}" for name, value in fields.items())])
        return eventually(
            lambda: (found := self.all(kind, since, **fields))[count - 1:] and found,
            f"event {count} of {what}", seconds)[count - 1]

    def statistics(self):
        """The line's own counts, and the events that it had said before them."""
        self.connection.sendall(b'{"request":"statistics"}\n')
        eventually(lambda: self.answers, "an answer about the statistics")
        return self.answers.popleft()

    def close(self):
        self.is_closed = True
        expect(self.connection, f"nobody ever listened on {self.path}")
        self.connection.shutdown(socket.SHUT_RDWR)
