#!/usr/bin/env python3
"""Soaks a line: many bad subscribers, one good one that accounts for every frame.

    Tests/Soak/soak.py --sightd .build/release/sightd --sight .build/release/sight --minutes 10

Starts `sightd` on the demo line, then alternates quiet and stressed minutes. In the stressed ones
subscribers connect and go by the hundred, subscribers that never read sit on the socket, and
`sight watch` is killed with SIGKILL. Prints, for quiet and stress: frames, how they ended, the time
from decision to publication, the resident memory; exits 1 when a frame is unaccounted for, a
verdict was delayed by more than the noise, or the memory grew. Needs nothing but Python 3.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

CHURN_PER_MINUTE = 400
DEAF_CLIENTS = 4


def connect(path, attempts=100):
    for _ in range(attempts):
        try:
            client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            client.connect(path)
            return client
        except OSError:
            client.close()
            time.sleep(0.1)
    raise SystemExit(f"no one listens on {path}")


class Account(threading.Thread):
    """The good subscriber: reads every line and keeps the books."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.file = connect(path).makefile("r", encoding="utf-8")
        self.lock = threading.Lock()
        self.verdicts = []  # (phase, publication delay in µs, verdict)
        self.frames = set()
        self.missed = 0
        self.gaps = 0
        self.statistics = []
        self.last_sequence = None
        self.sequence_breaks = 0
        self.phase = "quiet"
        self.first_verdict = None

    def run(self):
        for line in self.file:
            event = json.loads(line)
            with self.lock:
                self.take(event)

    def take(self, event):
        kind = event["event"]
        if kind == "hello":
            self.last_sequence = event["sequence"] - 1
            return
        if kind == "gap":
            self.gaps += 1
            return
        sequence = event["sequence"]
        if sequence <= self.last_sequence:
            return  # the state and the last verdict, repeated for the newcomer
        self.sequence_breaks += sequence > self.last_sequence + 1
        self.last_sequence = sequence
        if kind == "verdict":
            if self.first_verdict is None:
                self.first_verdict = time.monotonic()
            if event["frame"] in self.frames:
                raise SystemExit(f"frame {event['frame']} was judged twice")
            self.frames.add(event["frame"])
            timeline = event["timeline_us"]
            self.verdicts.append(
                (self.phase, timeline["published"] - timeline["decided"], event["verdict"]))
        elif kind == "missed":
            self.missed += event["count"]
        elif kind == "statistics":
            self.statistics.append((self.phase, event))


def churn(path, stop, counter):
    """Subscribers that come and go, some of them with nonsense to say."""
    while not stop.is_set():
        client = connect(path)
        if counter[0] % 3 == 0:
            client.recv(64)
        if counter[0] % 5 == 0:
            client.sendall(b'{"subscribe":{"since":1,"events":["verdict"]}}\n')
        if counter[0] % 7 == 0:
            client.sendall(b"nonsense\n")
        client.close()
        counter[0] += 1
        stop.wait(60 / CHURN_PER_MINUTE)


def killed_watchers(sight, path, stop, counter):
    while not stop.is_set():
        watcher = subprocess.Popen(
            [sight, "watch", path, "--json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stop.wait(2)
        watcher.send_signal(signal.SIGKILL)
        watcher.wait()
        counter[0] += 1


def deaf(path):
    clients = [connect(path) for _ in range(DEAF_CLIENTS)]
    for client in clients:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    return clients


def stress(path, sight, seconds, totals):
    stop = threading.Event()
    threads = [
        threading.Thread(target=churn, args=(path, stop, totals["churn"])),
        threading.Thread(target=killed_watchers, args=(sight, path, stop, totals["killed"]))]
    silent = deaf(path)
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    for client in silent:
        client.close()


def resident(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def quantile(values, share):
    values = sorted(values)
    return values[min(int(share * len(values)), len(values) - 1)] if values else float("nan")


def report(account, memory, totals):
    """Prints the table and returns what is wrong."""
    wrong = []
    delays = {}
    for phase in ("quiet", "stress"):
        delays[phase] = [delay for p, delay, _ in account.verdicts if p == phase]
        held = [m for p, m in memory if p == phase]
        print(
            f"{phase:7} {len(delays[phase]):6} verdicts   decided to published, µs: median "
            f"{quantile(delays[phase], 0.5):.0f}, p99 {quantile(delays[phase], 0.99):.0f}, max "
            f"{max(delays[phase], default=0):.0f}   memory {min(held) / 1e6:.1f} to "
            f"{max(held) / 1e6:.1f} MB")
    last = account.statistics[-1][1]
    total = last["pass"] + last["fail"] + sum(last["undecided"].values()) + sum(
        last["missed"].values())
    print(
        f"daemon: {last['frames']} frames = {last['pass']} pass + {last['fail']} fail + "
        f"{sum(last['undecided'].values())} undecided + {sum(last['missed'].values())} missed + "
        f"{last['in_flight']} in flight")
    print(
        f"subscriber: {len(account.verdicts)} verdicts + {account.missed} missed; "
        f"{account.gaps} gaps, {account.sequence_breaks} breaks in the sequence; "
        f"{totals['churn'][0]} visitors, {totals['killed'][0]} killed watchers")
    if last["frames"] != total + last["in_flight"]:
        wrong.append("the counts do not add up")
    if account.gaps or account.sequence_breaks:
        wrong.append("the good subscriber lost events")
    first, highest = min(account.frames), max(account.frames)
    if highest - first + 1 != len(account.frames) + account.missed:
        wrong.append(
            f"frames {first} to {highest} are {highest - first + 1}, but "
            f"{len(account.frames)} were judged and {account.missed} missed")
    if quantile(delays["stress"], 0.99) > 20 * max(quantile(delays["quiet"], 0.99), 500):
        wrong.append("verdicts were delayed by the bad subscribers")
    half = len(memory) // 2
    grown = statistics.median(m for _, m in memory[half:]) - statistics.median(
        m for _, m in memory[:half])
    print(f"memory, second half against first: {grown / 1e6:+.2f} MB")
    if grown > 4e6:
        wrong.append("the memory grew")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sightd", default=".build/release/sightd")
    parser.add_argument("--sight", default=".build/release/sight")
    parser.add_argument("--config", default="config/demo.toml")
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "soak.sock")
        config = os.path.join(folder, "soak.toml")
        with open(options.config) as source, open(config, "w") as target:
            target.write(source.read() + f'\n[events]\nsocket = "{path}"\n'
                         'statistics_interval = "2s"\nmax_clients = 64\n')
        started = time.monotonic()
        daemon = subprocess.Popen([options.sightd, "--config", config])
        account = Account(path)
        account.start()
        totals = {"churn": [0], "killed": [0]}
        memory = []
        end = started + options.minutes * 60
        sampler_stop = threading.Event()

        def sample():
            time.sleep(10)
            while not sampler_stop.wait(1):
                memory.append((account.phase, resident(daemon.pid)))

        threading.Thread(target=sample, daemon=True).start()
        slice_seconds = min(60, options.minutes * 60 / 4)
        while time.monotonic() < end - 1:
            account.phase = "quiet"
            time.sleep(slice_seconds)
            account.phase = "stress"
            stress(path, options.sight, slice_seconds, totals)
        account.phase = "quiet"
        time.sleep(3)
        sampler_stop.set()
        daemon.terminate()
        code = daemon.wait(timeout=10)
        account.join(timeout=5)
        if account.first_verdict is None:
            raise SystemExit("no verdict came")
        print(f"first verdict {account.first_verdict - started:.2f} s after the start")
        wrong = report(account, memory, totals)
        if code != 0:
            wrong.append(f"sightd ended with {code}")
    for sentence in wrong:
        print("WRONG:", sentence)
    print("every promise held" if not wrong else f"{len(wrong)} promises broken")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
