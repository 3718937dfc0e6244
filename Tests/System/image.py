"""Makes the disk image that every test machine boots: Debian's own packages and kernel, with the
camera drivers vivid and v4l2loopback, from the mirrors that this machine's apt uses."""

import hashlib
import lzma
import os
import pathlib
import platform
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).parent
HOST_PACKAGES = {
    "qemu-system-x86_64": "qemu-system-x86", "mmdebstrap": "mmdebstrap", "cpio": "cpio",
    "busybox": "busybox-static", "depmod": "kmod", "mke2fs": "e2fsprogs", "make": "make",
    "gcc": "gcc"}
PACKAGES = """
    systemd systemd-sysv udev dbus kmod bash dash coreutils util-linux mount grep sed findutils
    hostname procps psmisc tar gzip diffutils libc-bin base-files base-passwd passwd
    init-system-helpers v4l-utils libv4l-0 libjpeg62-turbo libpng16-16 libsystemd0
    libopenblas0 libopenblas0-pthread libstdc++6 libjpeg-turbo-progs python3-minimal
    libpython3-stdlib dpkg perl-base mawk
    """.split()
BOOT_MODULES = ["virtio_pci", "virtio_blk", "ext4", "crc32c_generic", "overlay"]
MODULES = BOOT_MODULES + [
    "virtio_console", "virtio_rng", "9p", "9pnet_virtio", "vivid", "v4l2loopback"]
# Of the kernel's package only this much is unpacked: the drivers above and what they need.
KERNEL_PARTS = ["./boot", "./lib"]
KERNEL_REST = ["drivers/net", "drivers/gpu", "drivers/scsi", "drivers/infiniband", "sound"]
# What a machine without console, network and disk need not wait for.
MASKED = """
    getty.target systemd-logind.service systemd-firstboot.service systemd-fsck-root.service
    systemd-remount-fs.service systemd-random-seed.service systemd-hwdb-update.service
    systemd-journal-catalog-update.service systemd-update-utmp.service systemd-pstore.service
    systemd-networkd.service ldconfig.service sys-kernel-debug.mount sys-kernel-tracing.mount
    dev-hugepages.mount dev-mqueue.mount
    """.split()


class CannotRun(Exception):
    """Why there can be no machine here, and what to do."""


def run(*command, log=None, **options):
    """Runs a command; what it says goes to `log`, and is shown when the command fails."""
    said = subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env={**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"},
        **options)
    if log:
        with open(log, "a") as file:
            file.write(said.stdout)
    if said.returncode:
        raise CannotRun(f"{command[0]} failed:\n{said.stdout[-2000:]}")
    return said.stdout


def release():
    """This system's code name; the machine runs the same release, so it has the same libraries."""
    system = platform.freedesktop_os_release()
    if system.get("ID") != "debian":
        raise CannotRun("the test machine is built of Debian's packages, and this is not Debian")
    return system["VERSION_CODENAME"]


def check_host():
    """Installs what is missing, or says what to install."""
    if platform.machine() != "x86_64":
        raise CannotRun(f"the test machine is x86-64, and this machine is {platform.machine()}")
    release()
    missing = [package for name, package in HOST_PACKAGES.items() if not shutil.which(name)]
    if os.geteuid() != 0:
        raise CannotRun("making the machine's image needs root: sudo make system-test")
    if missing:
        print("installing", *missing, flush=True)
        try:
            run("apt-get", "update")
            run("apt-get", "install", "--yes", "--no-install-recommends", *missing)
        except CannotRun as why:
            raise CannotRun(f"{why}\ninstall by hand: apt-get install {' '.join(missing)}")


def sources():
    """The lines of sources.list that this machine's apt goes by."""
    pattern = "$(REPO_URI) $(CODENAME) $(COMPONENT)"
    lines = run("apt-get", "indextargets", "--format", pattern, "Created-By: Packages")
    wanted = {release(), f"{release()}-updates", f"{release()}-security"}
    found = sorted({line for line in lines.splitlines() if line.split()[1] in wanted})
    if not found:
        raise CannotRun("apt knows no mirror of this release; run: apt-get update")
    return [f"deb {line}" for line in found if line.endswith(" main")]


class Image:
    """The image in the cache; made anew when anything changes that it is made of."""

    def __init__(self, cache):
        parts = [HERE / "image.py", *sorted((HERE / "machine").iterdir())]
        digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts))
        self.cache = cache
        self.folder = cache / digest.hexdigest()[:12]
        self.root = self.folder / "root.img"
        self.kernel = self.folder / "vmlinux"
        self.initramfs = self.folder / "initramfs"

    def prepare(self):
        """Makes the image if it is missing."""
        if (self.folder / "complete").exists():
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        work = self.folder / "work"
        (work / "packages").mkdir(parents=True)
        self.log = self.folder / "log"
        root = work / "root"
        self.bootstrap(root)
        tree, version = self.unpack_kernel(work)
        self.build_loopback(work, tree, version)
        copy_modules(tree, version, MODULES, root)
        self.pack_initramfs(work, tree, version)
        configure(root)
        self.pack_root(root)
        shutil.rmtree(work)
        (self.folder / "complete").touch()
        self.forget_older()

    def bootstrap(self, root):
        without = [f"--dpkgopt=path-exclude=/usr/share/{name}/*"
                   for name in ("man", "doc", "locale", "info")]
        run("mmdebstrap", "--mode=root", "--variant=custom", f"--include={','.join(PACKAGES)}",
            *without, release(), root, *sources(), log=self.log)

    def unpack_kernel(self, work):
        """Unpacks Debian's kernel; its version. The plain ELF boots faster than the packed one."""
        depends = run("apt-cache", "depends", "linux-image-amd64")
        package = re.search(r"Depends: (linux-image-[0-9]\S*)", depends).group(1)
        tree = work / "kernel"
        tree.mkdir()
        run("apt-get", "download", package, cwd=work / "packages", log=self.log)
        archive = next((work / "packages").glob(f"{package}_*.deb"))
        without = " ".join(f"--exclude='*/{part}/*'" for part in KERNEL_REST)
        run("bash", "-c", f"dpkg-deb --fsys-tarfile '{archive}' | tar -x -C '{tree}' {without} "
            + " ".join(KERNEL_PARTS), log=self.log)
        version = package.removeprefix("linux-image-")
        packed = (tree / "boot" / f"vmlinuz-{version}").read_bytes()
        start = packed.index(b"\xfd7zXZ\0")
        plain = lzma.LZMADecompressor(format=lzma.FORMAT_XZ).decompress(packed[start:])
        self.kernel.write_bytes(plain)
        return tree, version

    def build_loopback(self, work, tree, version):
        """Builds v4l2loopback for the machine's kernel, which need not be ours."""
        run("apt-get", "install", "--yes", "--no-install-recommends",
            f"linux-headers-{version}", log=self.log)
        run("apt-get", "download", "v4l2loopback-dkms", cwd=work / "packages", log=self.log)
        archive = next((work / "packages").glob("v4l2loopback-dkms_*.deb"))
        run("dpkg-deb", "-x", archive, work / "loopback")
        source = next((work / "loopback/usr/src").glob("v4l2loopback-*"))
        run("make", "-C", f"/usr/src/linux-headers-{version}", f"M={source}", "modules",
            log=self.log)
        run("strip", "--strip-debug", source / "v4l2loopback.ko")
        extra = tree / "lib/modules" / version / "extra"
        extra.mkdir()
        shutil.copy(source / "v4l2loopback.ko", extra)
        run("depmod", "-b", tree, version)

    def pack_initramfs(self, work, tree, version):
        folder = work / "initramfs"
        for name in ("bin", "proc", "sys", "dev", "new", "image", "changes"):
            (folder / name).mkdir(parents=True)
        order = copy_modules(tree, version, BOOT_MODULES, folder)
        (folder / "modules").write_text("".join(f"/{name}\n" for name in order))
        shutil.copy(shutil.which("busybox"), folder / "bin/busybox")
        shutil.copy(HERE / "machine/initramfs-init", folder / "init")
        (folder / "init").chmod(0o755)
        run("bash", "-c", f"find . | cpio -o -H newc --quiet >'{self.initramfs}'", cwd=folder)

    def pack_root(self, root):
        size = int(run("du", "-sm", root).split()[0]) * 115 // 100 + 192
        run("mke2fs", "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-m", "0", "-d", root,
            self.root, f"{size}M", log=self.log)

    def forget_older(self):
        """Keeps this image and the one before."""
        images = [path for path in self.cache.iterdir() if (path / "complete").exists()]
        images.sort(key=lambda path: (path / "complete").stat().st_mtime)
        for path in images[:-2]:
            shutil.rmtree(path)


def copy_modules(tree, version, names, target):
    """Copies modules with what they need; their paths below `target` in the order of loading."""
    order = []
    for name in names:
        said = run("modprobe", "-d", tree, "-S", version, "--show-depends", name)
        for line in said.splitlines():
            if line.startswith("insmod "):
                path = pathlib.Path(line.split()[1]).relative_to(tree)
                if path not in order:
                    order.append(path)
    for path in order:
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tree / path, place)
    for name in ("modules.builtin", "modules.order", "modules.builtin.modinfo"):
        shutil.copy(tree / "lib/modules" / version / name, target / "lib/modules" / version)
    run("depmod", "-b", target, version)
    return order


def configure(root):
    """A machine that logs to RAM, boots nothing it need not, and obeys the agent."""
    def write(path, text):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    write("etc/hostname", "machine\n")
    write("etc/hosts", "127.0.0.1 localhost machine\n")
    write("etc/machine-id", hashlib.md5(b"sight").hexdigest() + "\n")
    write("etc/fstab", "")
    write("etc/systemd/journald.conf.d/machine.conf",
          "[Journal]\nStorage=volatile\nRateLimitIntervalSec=0\nMaxLevelStore=debug\n")
    write("etc/systemd/system.conf.d/machine.conf", "[Manager]\nDefaultTimeoutStopSec=30\n")
    # One webcam on /dev/video0, unless a case loads it otherwise.
    write("etc/modprobe.d/cameras.conf",
          "options vivid n_devs=1 node_types=0x1 num_inputs=1 input_types=0x0 multiplanar=1 "
          "vid_cap_nr=0\noptions v4l2loopback devices=1 video_nr=10 exclusive_caps=1\n")
    units = root / "etc/systemd/system"
    for name in MASKED:
        (units / name).unlink(missing_ok=True)
        (units / name).symlink_to("/dev/null")
    (units / "default.target").unlink(missing_ok=True)
    (units / "default.target").symlink_to("/lib/systemd/system/multi-user.target")
    shutil.copy(HERE / "machine/agent", root / "usr/local/sbin/agent")
    (root / "usr/local/sbin/agent").chmod(0o755)
    shutil.copy(HERE / "machine/agent.service", units)
    (units / "multi-user.target.wants").mkdir(exist_ok=True)
    (units / "multi-user.target.wants/agent.service").symlink_to("../agent.service")
    for name in ("stage", "out", "mnt"):
        (root / name).mkdir(exist_ok=True)
    for name in ("etc/.updated", "var/.updated"):
        (root / name).touch()
