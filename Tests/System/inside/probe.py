"""Stands in for the daemon inside its unit and tries what the daemon should not be able to do."""

import ctypes
import fcntl
import json
import mmap
import os
import resource
import socket
import subprocess
import time

QUERYCAP = 0x80685600


def attempt(action):
    try:
        action()
        return "done"
    except OSError as error:
        return os.strerror(error.errno)
    except Exception as error:
        return repr(error)


def write(path):
    with open(path, "w") as file:
        file.write("x")


def executable_later():
    """Writes code first and makes it executable afterwards."""
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    page[0] = 0xC3
    libc = ctypes.CDLL(None, use_errno=True)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    if libc.mprotect(ctypes.c_void_p(address), 4096, mmap.PROT_READ | mmap.PROT_EXEC):
        raise OSError(ctypes.get_errno(), "mprotect")


def set_user_id():
    write("/tmp/tool")
    os.chmod("/tmp/tool", 0o4755)


def ask_camera():
    with open("/dev/video0", "rb+", buffering=0) as camera:
        fcntl.ioctl(camera, QUERYCAP, bytes(104))


def foreign():
    """How many processes of others are seen; one that ends meanwhile is none."""
    owners = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            owners.append(os.stat(f"/proc/{name}").st_uid)
        except FileNotFoundError:
            pass
    return len([owner for owner in owners if owner != os.getuid()])


def memory_lock_limit():
    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] != resource.RLIM_INFINITY:
        raise PermissionError(1, "limited")


def capabilities():
    with open("/proc/self/status") as file:
        return next(line.split()[1] for line in file if line.startswith("CapBnd:"))


ATTEMPTS = {
    "internet socket": lambda: socket.socket(socket.AF_INET),
    "packet socket": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "netlink socket": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "unix socket": lambda: socket.socket(socket.AF_UNIX),
    "writable code": lambda: mmap.mmap(
        -1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
    "executable later": executable_later,
    "write to /etc": lambda: write("/etc/sight/probe"),
    "write to /usr": lambda: write("/usr/share/sight/probe"),
    "write to the model": lambda: write("/usr/share/sight/tiny.safetensors"),
    "read the model": lambda: open("/usr/share/sight/tiny.safetensors", "rb").read(),
    "another device": lambda: open("/dev/probe", "rb"),
    "the disk": lambda: open("/dev/vda", "rb").read(512),
    "the kernel's memory": lambda: open("/dev/mem", "rb").read(1),
    "the camera": ask_camera,
    "its own state": lambda: write("/var/lib/sight/probe"),
    "set the clock": lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()),
    "another user": lambda: os.setuid(0),
    "new namespace": lambda: subprocess.run(["unshare", "--user", "true"], check=True),
    "kernel module": lambda: write("/proc/sys/kernel/modprobe"),
    "set-user-id file": set_user_id,
    "realtime priority": lambda: os.sched_setscheduler(
        0, os.SCHED_FIFO, os.sched_param(20)),
    "lock memory": memory_lock_limit,
}


def main():
    tried = {name: attempt(action) for name, action in ATTEMPTS.items()}
    tried["interfaces"] = sorted(
        line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line)
    tried["capabilities"] = capabilities()
    tried["user"] = os.getuid()
    tried["foreign processes"] = foreign()
    print(json.dumps(tried), flush=True)


main()
