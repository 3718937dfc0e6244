"""Holds one thread of a process still while the others go on, as a debugger does."""

import ctypes
import os

from check import expect, sh

SEIZE, INTERRUPT, DETACH = 0x4206, 0x4207, 17
ALL = 0x40000000  # __WALL: threads of other processes too


class HeldThread:
    """Within `with`, the thread of this name stands still."""

    def __init__(self, process, name):
        self.name = name
        self.libc = ctypes.CDLL(None, use_errno=True)
        tasks = f"/proc/{process}/task"
        self.threads = [int(task) for task in os.listdir(tasks)
                        if open(f"{tasks}/{task}/comm").read().strip() == name]

    def call(self, what):
        done = self.libc.ptrace(what, self.threads[0], None, None)
        return ctypes.get_errno() if done < 0 else 0

    def __enter__(self):
        sh("sysctl --quiet kernel.yama.ptrace_scope=0", check=False)
        expect(self.threads, f"there is a thread named {self.name}")
        expect(self.call(SEIZE) == 0 and self.call(INTERRUPT) == 0, "the thread can be held")
        os.waitpid(self.threads[0], ALL)
        return self

    def let_die(self):
        """Takes note of the thread's end, which its whole process waits for."""
        try:
            os.waitpid(self.threads[0], ALL | os.WNOHANG)
        except ChildProcessError:
            pass

    def __exit__(self, *_):
        # Nothing is left to let go of where the process was killed meanwhile.
        self.call(DETACH)
