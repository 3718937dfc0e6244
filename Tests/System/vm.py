"""A machine of qemu, emulated in software: booted once, its state saved, resumed for each case."""

import hashlib
import inspect
import json
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
import time

from image import CannotRun

# Without AVX and FMA, which emulation makes ten times slower still. KVM is not used: where it is
# there but not whole (nested, say) a machine hangs, and no case measures time.
PROCESSOR = "Nehalem-v1"
# The machine's clock goes by what it computes, two nanoseconds an instruction, and by ours only
# while it waits: on a busy machine a case takes longer, but in its own time as long as ever. It has
# one processor: several that take turns spend minutes waiting for each other.
CLOCK = "shift=1,sleep=on"
MEMORY_MIB = 1024
BOOT_SECONDS = 1800
# How long a case may take on a machine that is busy with other things.
PATIENCE = 1800
KERNEL_LINE = (
    "console=ttyS0 panic=-1 quiet loglevel=4 audit=0 mitigations=off tsc=reliable no_timer_check "
    "random.trust_cpu=on systemd.show_status=0 nolapic_timer")
# What a case says first whose machine was only booted: the stage, into the machine's RAM.
UNPACK = ("mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576,ro stage /mnt && "
          "cp --recursive /mnt/. /stage && umount /mnt && systemctl stop '*.timer' && ")

# Those that run now and their folders, for an end before their time.
running = set()
folders = set()
is_over = threading.Event()


class Machine:
    """One run of the machine; its files are in a folder that goes with it."""

    def __init__(self, image, stage, out):
        self.image = image
        self.stage = stage
        self.out = out
        self.folder = tempfile.TemporaryDirectory(prefix="sight-vm-")
        self.here = pathlib.Path(self.folder.name)
        folders.add(self.here)
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.kill()
            self.process.wait()
            running.discard(self.process)
        self.folder.cleanup()
        folders.discard(self.here)

    def command(self):
        """The same devices in the same order for saving and for resuming."""
        image, here = self.image, self.here
        share = "security_model=none,multidevs=remap"
        return [
            "qemu-system-x86_64", "-M", "q35,vmport=off", "-accel",
            "tcg,thread=single,tb-size=512", "-icount", CLOCK, "-cpu", PROCESSOR,
            "-m", str(MEMORY_MIB), "-smp", "1",
            "-nodefaults", "-display", "none", "-no-reboot",
            "-kernel", image.kernel, "-initrd", image.initramfs, "-append", KERNEL_LINE,
            "-drive", f"file={image.root},if=none,id=root,format=raw,readonly=on",
            "-device", "virtio-blk-pci,drive=root",
            "-chardev", f"file,id=console,path={here}/console", "-serial", "chardev:console",
            "-device", "virtio-serial-pci,max_ports=4,ioeventfd=off",
            "-chardev", f"file,id=said,path={here}/said",
            "-device", "virtserialport,chardev=said,name=to-host,nr=1",
            "-chardev", f"pipe,id=orders,path={here}/orders",
            "-device", "virtserialport,chardev=orders,name=from-host,nr=2",
            "-fsdev", f"local,id=out,path={self.out},{share}",
            "-device", "virtio-9p-pci,fsdev=out,mount_tag=out",
            "-fsdev", f"local,id=stage,path={self.stage},readonly=on,{share}",
            "-device", "virtio-9p-pci,fsdev=stage,mount_tag=stage",
            "-qmp", f"unix:{here}/control,server=on,wait=off"]

    def start(self, *more):
        os.mkfifo(self.here / "orders")
        self.orders = os.open(self.here / "orders", os.O_RDWR)
        if is_over.is_set():
            raise CannotRun("the run was broken off")
        program, *options = self.command()
        with open(self.here / "qemu", "w") as log:
            # A name of its own, so that nobody who looks for machines takes it for another one.
            self.process = subprocess.Popen(
                ["sight-system-test", *options, *more], executable=shutil.which(program),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        running.add(self.process)

    def order(self, text):
        os.write(self.orders, f"{text}\n".encode())

    def tail(self):
        """What the machine said last, for one that died."""
        texts = [(self.here / name).read_text(errors="replace")[-1500:]
                 for name in ("qemu", "console") if (self.here / name).exists()]
        return "\n".join(text for text in texts if text.strip())

    def wait_until_ready(self):
        end = time.monotonic() + BOOT_SECONDS
        said = self.here / "said"
        while time.monotonic() < end and self.process.poll() is None:
            text = said.read_text(errors="replace") if said.exists() else ""
            if "READY" in text:
                return
            if "FAILED" in text and text.endswith("\n"):
                raise CannotRun(f"the machine could not be made ready: {text}")
            time.sleep(0.2)
        raise CannotRun(f"the machine was not ready after {BOOT_SECONDS} s\n{self.tail()}")

    def wait(self, seconds):
        """Waits for the end; whether it came, and the processor's seconds that were used."""
        used, stat = 0.0, pathlib.Path(f"/proc/{self.process.pid}/stat")
        end = time.monotonic() + PATIENCE
        while used < seconds and time.monotonic() < end:
            fields = stat.read_text().rsplit(")", 1)[1].split()
            used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            if self.process.poll() is not None:
                return True, used
            time.sleep(0.1)
        return False, used

    def save(self, state):
        control = Control(self.here / "control")
        control.ask("migrate-set-parameters", **{"max-bandwidth": 1 << 34})
        control.ask("migrate", uri=f"exec:cat >'{state}'")
        while (status := control.ask("query-migrate")["status"]) != "completed":
            if status in ("failed", "cancelled"):
                raise CannotRun(f"the machine's state could not be saved: {status}")
            time.sleep(0.1)
        control.ask("quit")
        self.process.wait()


class Control:
    """qemu's own socket."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))
        self.file = self.socket.makefile("rw")
        self.file.readline()
        self.ask("qmp_capabilities")

    def ask(self, what, **arguments):
        self.file.write(json.dumps({"execute": what, "arguments": arguments}) + "\n")
        self.file.flush()
        for line in self.file:
            answer = json.loads(line)
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise CannotRun(f"qemu refuses {what}: {answer['error']}")
        raise CannotRun(f"qemu ended during {what}")


def booted_state(image):
    """The state of a booted machine; boots one if there is none for this qemu and image."""
    version = subprocess.run(
        ["qemu-system-x86_64", "--version"], capture_output=True, text=True).stdout
    # The devices of the machine that saves and of those that resume must be the same.
    key = "".join([version, KERNEL_LINE, CLOCK, PROCESSOR, str(MEMORY_MIB),
                   inspect.getsource(Machine.command)])
    state = image.folder / f"state-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    if not state.exists():
        for old in image.folder.glob("state-*"):
            old.unlink()
        with tempfile.TemporaryDirectory() as empty:
            save_after(image, "boot", empty, state)
    return state


def installed_state(image, booted, stage, state):
    """Installs what is staged into a booted machine and saves its state."""
    save_after(image, "install", stage, state, "-incoming", f"exec:cat '{booted}'")
    return state


def save_after(image, order, stage, state, *options):
    with tempfile.TemporaryDirectory() as out, Machine(image, stage, out) as machine:
        machine.start(*options)
        machine.order(order)
        machine.wait_until_ready()
        machine.save(f"{state}.new")
    os.rename(f"{state}.new", state)


class Ended:
    """How a machine ended: the command's exit code, None if there is none; why; the processor's
    seconds that it took."""

    def __init__(self, code, why, seconds):
        self.code, self.why, self.seconds = code, why, seconds


def run(image, state, stage, out, command, seconds):
    """Runs a shell command in a fresh machine, for so many seconds of computing at most."""
    (out / "now").write_text(str(int(time.time())))
    (out / "command").write_text(command)
    with Machine(image, stage, out) as machine:
        machine.start("-incoming", f"exec:cat '{state}'")
        machine.order(f"run {secrets.token_hex(32)}")
        has_ended, used = machine.wait(seconds)
        if not has_ended:
            return Ended(None, f"no end after {used:.0f} s of computing\n{machine.tail()}", used)
        code = out / "code"
        if code.exists():
            return Ended(int(code.read_text()), "", used)
        return Ended(None, f"the machine died\n{machine.tail()}", used)
