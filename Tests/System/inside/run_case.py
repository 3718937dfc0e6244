"""Runs one case in the machine: `run_case.py GROUP CASE`. 0: passed, 1: failed, 77: skipped."""

import importlib
import os
import sys
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "cases"))

from check import Failure, Skip, expect
from line import Line


def check_afterwards():
    """What holds after every case."""
    for line in Line.all:
        line.check()
        faults = line.entries("internal_fault")
        expect(not faults, f"internal faults of {line.name}: {faults}")


def keep_events():
    """Leaves what the clients heard for the person who looks into a failure."""
    for line in Line.all:
        if line.events:
            with open(f"/out/events-{line.name}.txt", "w") as file:
                file.writelines(f"{event}\n" for event in line.events.all())


def main():
    group, name = sys.argv[1:]
    try:
        getattr(importlib.import_module(group), name)()
        check_afterwards()
    except Skip as why:
        print(f"SKIPPED: {why}")
        return 77
    except Failure as why:
        traceback.print_exc()
        print(f"FAILED: {why}")
        return 1
    finally:
        keep_events()
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    code = main()
    sys.stdout.flush()
    # Clients' threads may still read.
    os._exit(code)
