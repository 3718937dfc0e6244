#!/usr/bin/env python3
"""Runs the installed service with real drivers, systemd and journald, in a virtual machine.

    Tests/System/run.py --install FOLDER --package DEB [CASE...]

Each case gets a machine of its own, resumed from a saved state. Prints a table, and ends with
`N passed, N failed`; exits 1 when a case failed. Where no machine can run it says why.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import dataclasses
import fcntl
import os
import pathlib
import random
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

# The longest first, so that no machine works alone in the end.
GROUPS = ["package", "reloads", "pictures", "formats", "service", "faults", "hardening"]
# What a case may compute: most take 15 to 50 seconds, these longer.
CASE_SECONDS = collections.defaultdict(
    lambda: 300, {("reloads", "many"): 900, ("package", "life"): 900})
# What a case usually takes where three run on two processors, to know which ones still fit.
USUAL_SECONDS = collections.defaultdict(
    lambda: 60, {("reloads", "many"): 180, ("package", "life"): 280})
SKIPPED = 77
# What an early end has to remove.
leftovers = []


@dataclasses.dataclass
class Result:
    group: str
    name: str
    outcome: str
    seconds: float
    computed: float
    why: str = ""
    is_second: bool = False


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


@dataclasses.dataclass
class Start:
    """What a case begins with: a saved machine, what it sees, and what to do there first."""
    image: image.Image
    state: pathlib.Path
    stage: pathlib.Path
    first: str = ""


def run_case(group, name, start, artefacts, end):
    if time.monotonic() + USUAL_SECONDS[group, name] > end:
        return Result(group, name, "not run", 0, 0)
    out = artefacts / f"{group}.{name}"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    began = time.monotonic()
    command = f"{start.first}exec python3 /stage/inside/run_case.py {group} {name}"
    ended = vm.run(start.image, start.state, start.stage, out, command,
                   CASE_SECONDS[group, name])
    seconds = time.monotonic() - began
    log = (out / "log").read_text(errors="replace") if (out / "log").exists() else ""
    outcome = {0: "passed", SKIPPED: "skipped"}.get(ended.code, "failed")
    result = Result(group, name, outcome, seconds, ended.seconds)
    if outcome != "passed":
        said = [line for line in log.splitlines() if line.startswith(("FAILED: ", "SKIPPED: "))]
        result.why = said[-1].split(": ", 1)[1] if said else ended.why or log[-500:]
    return result


def say(result):
    print(f"{result.group + '.' + result.name:40} {result.outcome:8} {result.seconds:6.1f} s, "
          f"{result.computed:5.1f} s of it computing", flush=True)
    if result.why:
        print("    " + result.why.replace("\n", "\n    "), flush=True)


@contextlib.contextmanager
def held(cache):
    """Holds the cache: one run at a time makes the machine and leaves artefacts there."""
    cache.mkdir(parents=True, exist_ok=True)
    with open(cache / "lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"another run uses {cache}: waiting for its end", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def booted_machine(cache):
    """Makes what takes long the first time: the image, and the state of a booted machine."""
    image.check_host()
    machine_image = image.Image(cache)
    machine_image.prepare()
    return machine_image, vm.booted_state(machine_image)


def starts(cases, options, cache, folder):
    """The start of each group of cases: the product is installed, or only its package is there."""
    machine_image, booted = booted_machine(cache)
    groups = {group for group, _ in cases}
    found = {}
    if groups != {"package"}:
        staged = stage.prepare(folder / "stage", options.install, cache, HERE)
        state = vm.installed_state(machine_image, booted, staged, folder / "state")
        found = {group: Start(machine_image, state, staged) for group in groups}
    if "package" in groups:
        staged = stage.prepare_package(folder / "package", options, cache, HERE)
        found["package"] = Start(machine_image, booted, staged, vm.UNPACK)
    return found


def run_all(cases, options, cache, artefacts):
    began = time.monotonic()
    results = []
    with tempfile.TemporaryDirectory(prefix="sight-stage-") as folder:
        leftovers.append(folder)
        start = starts(cases, options, cache, pathlib.Path(folder))
        print(f"machine ready after {time.monotonic() - began:.0f} s", flush=True)
        end = began + 60 * options.minutes
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            runs = [pool.submit(run_case, *case, start[case[0]], artefacts, end)
                    for case in cases]
            for run in concurrent.futures.as_completed(runs):
                results.append(run.result())
                if results[-1].outcome != "not run":
                    say(results[-1])
        if options.again:
            results = [run_again(result, start, artefacts, end) for result in results]
    return results


def run_again(first, start, artefacts, end):
    """A failed case once more, with nothing beside it; the table has both."""
    if first.outcome != "failed":
        return first
    out = artefacts / f"{first.group}.{first.name}"
    shutil.rmtree(f"{out}.first", ignore_errors=True)
    out.rename(f"{out}.first")
    second = run_case(first.group, first.name, start[first.group], artefacts, end)
    if second.outcome == "not run":
        return first
    second.is_second = True
    say(second)
    return second


def say_sum(results, seconds, artefacts):
    """The closing lines; whether no case failed."""
    count = collections.Counter(result.outcome for result in results)
    unrun = sorted(f"{r.group}.{r.name}" for r in results if r.outcome == "not run")
    if unrun:
        print("not run, because they would not end in the minutes given:", *unrun)
    if count["failed"]:
        print(f"logs, journals and events: {artefacts}")
    print(f"the whole took {seconds / 60:.1f} minutes")
    second = [f"{r.group}.{r.name}" for r in results if r.is_second and r.outcome == "passed"]
    if second:
        print("passed at the second attempt only:", *second)
    print(f"{count['passed']} passed, {count['failed']} failed"
          + "".join(f", {count[other]} {other}" for other in ("skipped", "not run")
                    if count[other]))
    return not count["failed"]


def give_up(number, _):
    """Ctrl-C, or whoever ended us, ends the machines too."""
    # No thread may start the next case meanwhile.
    vm.is_over.set()
    for process in vm.running.copy():
        process.kill()
    for folder in [*leftovers, *vm.folders]:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(128 + number)


def main():
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, give_up)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--install", type=pathlib.Path, help="what `make install DESTDIR=` made")
    parser.add_argument("--package", type=pathlib.Path, help="what `make deb` made")
    parser.add_argument("--check", action="store_true",
                        help="only make the machine, and say why that cannot be")
    # One more than processors: a case waits a tenth of its time.
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)) + 1,
                        help="machines at a time (one more than processors)")
    parser.add_argument("--minutes", type=float, default=120,
                        help="run no case that would not end by then, and say which")
    parser.add_argument("--again", action="store_true",
                        help="run what failed once more, alone, and say what passed only then")
    parser.add_argument("--order", metavar="TEXT",
                        help="shuffle the cases, the same way for the same text")
    parser.add_argument("--repeat", type=int, default=1, help="run everything so often")
    parser.add_argument("cases", nargs="*", help="case, group or group.case")
    options = parser.parse_args()
    if not options.check and not (options.install and options.package):
        parser.error("--install or --package is missing; `make system-test` knows them")
    cache = pathlib.Path(os.environ.get("SIGHT_SYSTEM_CACHE") or pathlib.Path(
        os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "sight-system-test")
    cases = chosen(all_cases(), options.cases) * options.repeat
    if options.order:
        random.Random(options.order).shuffle(cases)
    began = time.monotonic()
    try:
        with held(cache):
            if options.check:
                booted_machine(cache)
                return 0
            results = run_all(cases, options, cache, cache / "artefacts")
    except image.CannotRun as why:
        print(why)
        return 2
    return 0 if say_sum(results, time.monotonic() - began, cache / "artefacts") else 1


if __name__ == "__main__":
    sys.exit(main())
