"""The Debian package, in a machine that never had Sight; `package.sh` tells the story."""

from check import expect, sh


def life():
    """Install, run, upgrade, remove, install again, purge: every promise on the way is kept."""
    said = sh("/stage/cases/package.sh /stage/first.deb /stage/second.deb "
              "/stage/models/tiny.safetensors", check=False)
    print(said)
    broken = [line for line in said.splitlines() if line.startswith("BROKEN")]
    expect(not broken, "\n".join(broken))
    expect(said.endswith(" kept, 0 broken"), f"the story ends well: {said[-500:]}")
