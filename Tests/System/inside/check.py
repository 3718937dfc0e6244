"""What cases are made of: expectations, patience, commands."""

import json
import re
import subprocess
import time


# What takes a second on an idle machine may take ten in an emulated one on a busy machine.
PATIENCE = 120


class Failure(Exception):
    """A promise that was not kept."""


class Skip(Exception):
    """Why a case cannot be run here."""


def expect(kept, promise):
    """Fails the case unless the promise is kept."""
    if not kept:
        raise Failure(promise)


def expect_equal(got, wanted, what):
    expect(got == wanted, f"{what}: {got!r} instead of {wanted!r}")


def eventually(question, what, seconds=PATIENCE):
    """Asks until the answer is true, and gives that answer.

    A question that starts programs is asked less often: an emulated processor is slow.
    """
    end = time.monotonic() + seconds
    while True:
        asked = time.monotonic()
        answer = question()
        if answer:
            return answer
        expect(time.monotonic() < end, f"{what} has not happened in {seconds} s")
        time.sleep(max(0.1, 3 * (time.monotonic() - asked)))


def sh(command, check=True):
    """Runs a line of shell; what it said."""
    done = subprocess.run(
        ["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if check:
        expect(done.returncode == 0, f"`{command}` ended with {done.returncode}: {done.stdout}")
    return done.stdout.strip()


def show(unit, what):
    """One property of a unit."""
    return sh(f"systemctl show --property {what} --value {unit}")


def journal(unit, **fields):
    """The unit's entries with these fields, oldest first."""
    terms = " ".join(f"{name}={value}" for name, value in fields.items())
    said = sh(f"journalctl --sync; journalctl --output json --unit {unit} {terms}")
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def message_id(name):
    """The id of a kind of entry, from the catalog as installed."""
    with open("/usr/lib/systemd/catalog/sight.catalog") as file:
        found = re.search(rf"^# {name}\n-- ([0-9a-f]+)", file.read(), re.MULTILINE)
    return found.group(1)
