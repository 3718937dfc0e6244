#!/usr/bin/env python3
"""Runs the installed service with real drivers, systemd and journald, in a virtual machine.

    Tests/System/run.py --install FOLDER [CASE...]

Each case gets a machine of its own, resumed from a saved state. Prints a table, and ends with
`N passed, N failed`; exits 1 when a case failed. Where no machine can run it says why.
"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(HERE / "inside"), str(HERE / "cases")]

import image
import stage
import vm

GROUPS = ["service", "faults", "reloads", "hardening", "pictures", "formats"]
CASE_SECONDS = 600
SKIPPED = 77
# What an early end has to remove.
leftovers = []


@dataclasses.dataclass
class Result:
    group: str
    name: str
    outcome: str
    seconds: float
    why: str = ""


def all_cases():
    """Every public function of the files in `cases`, in their order there."""
    found = []
    for group in GROUPS:
        module = __import__(group)
        found += [(group, name) for name, item in vars(module).items()
                  if callable(item) and getattr(item, "__module__", "") == group
                  and not name.startswith("_") and not isinstance(item, type)]
    return found


def chosen(cases, wishes):
    """The cases whose name, group or group.name was asked for, in that order; else all."""
    found = []
    for wish in wishes:
        matching = [c for c in cases if wish in (c[0], c[1], ".".join(c))]
        if not matching:
            names = "\n  ".join(".".join(c) for c in cases)
            raise SystemExit(f"there is no case {wish}; there are\n  {names}")
        found += matching
    return found or cases


def run_case(group, name, machine_image, state, staged, artefacts, end):
    if time.monotonic() > end:
        return Result(group, name, "skipped", 0, "the minutes that were given are over")
    out = artefacts / f"{group}.{name}"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    began = time.monotonic()
    command = f"exec python3 /stage/inside/run_case.py {group} {name}"
    code, why = vm.run(machine_image, state, staged, out, command, CASE_SECONDS)
    seconds = time.monotonic() - began
    log = (out / "log").read_text(errors="replace") if (out / "log").exists() else ""
    if code == 0:
        return Result(group, name, "passed", seconds)
    lines = [line for line in log.splitlines() if line.startswith(("FAILED: ", "SKIPPED: "))]
    reason = lines[-1].split(": ", 1)[1] if lines else why or log[-500:]
    return Result(group, name, "skipped" if code == SKIPPED else "failed", seconds, reason)


def say(result):
    print(f"{result.group + '.' + result.name:44} {result.outcome:8} {result.seconds:6.1f} s",
          flush=True)
    if result.why:
        print("    " + result.why.replace("\n", "\n    "), flush=True)


def booted_machine(cache):
    """Makes what takes long the first time: the image, and the state of a booted machine."""
    image.check_host()
    cache.mkdir(parents=True, exist_ok=True)
    machine_image = image.Image(cache)
    machine_image.prepare()
    return machine_image, vm.booted_state(machine_image)


def run_all(cases, options, cache, artefacts):
    began = time.monotonic()
    machine_image, booted = booted_machine(cache)
    results = []
    with tempfile.TemporaryDirectory(prefix="sight-stage-") as folder:
        leftovers.append(folder)
        folder = pathlib.Path(folder)
        staged = stage.prepare(folder / "stage", options.install, cache, HERE)
        state = vm.installed_state(machine_image, booted, staged, folder / "state")
        print(f"machine ready after {time.monotonic() - began:.0f} s", flush=True)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            runs = [pool.submit(run_case, *case, machine_image, state, staged, artefacts,
                                began + 60 * options.minutes)
                    for case in cases]
            for run in runs:
                results.append(run.result())
                say(results[-1])
    return results


def give_up(number, _):
    """Ctrl-C, or whoever ended us, ends the machines too."""
    # No thread may start the next case meanwhile.
    vm.is_over.set()
    for process in vm.running.copy():
        process.kill()
    for folder in leftovers:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(128 + number)


def main():
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, give_up)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--install", type=pathlib.Path, help="what `make install DESTDIR=` made")
    parser.add_argument("--check", action="store_true",
                        help="only make the machine, and say why that cannot be")
    parser.add_argument("--jobs", type=int, default=2, help="machines at a time")
    parser.add_argument("--minutes", type=float, default=120,
                        help="skip the cases that have not begun by then")
    parser.add_argument("--repeat", type=int, default=1, help="run everything so often")
    parser.add_argument("cases", nargs="*", help="case, group or group.case")
    options = parser.parse_args()
    if not options.check and not options.install:
        parser.error("--install is missing; `make system-test` knows it")
    cache = pathlib.Path(os.environ.get("SIGHT_SYSTEM_CACHE") or pathlib.Path(
        os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "sight-system-test")
    cases = chosen(all_cases(), options.cases) * options.repeat
    try:
        if options.check:
            booted_machine(cache)
            return 0
        results = run_all(cases, options, cache, cache / "artefacts")
    except image.CannotRun as why:
        print(why)
        return 2
    failed = [result for result in results if result.outcome == "failed"]
    skipped = [result for result in results if result.outcome == "skipped"]
    if failed:
        print(f"logs, journals and events: {cache / 'artefacts'}")
    print(f"{len(results) - len(failed) - len(skipped)} passed, {len(failed)} failed"
          + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
