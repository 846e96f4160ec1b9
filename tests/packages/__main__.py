"""Installs every package that this machine can install, without a compiler, and runs the program from it."""

import platform
import sys
import tempfile
import time
import tomllib
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))

import hooks
import minute
import packages
import registry
import releases
from place import ROOT, Failure, Place

CHECKS = [
    ("wheel", packages.wheel),
    ("sources for pip", packages.source),
    ("deb, rpm, apk, arch", packages.linux),
    ("npm", registry.npm),
    ("install.sh", releases.install_sh),
    ("release", releases.whole),
    ("pre-commit", hooks.pre_commit),
    ("nothing to a pushed item", minute.pushed),
]


def main(program: str, work: str) -> None:
    place = Place(Path(program), Path(work))
    place.version = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]["version"]
    machine = {"x86_64": "x86_64", "aarch64": "aarch64"}[platform.machine()]
    # The program of this build needs the machine's C library, and the releases are static.
    place.local = f"{machine}-unknown-linux-gnu"
    place.released = f"{machine}-unknown-linux-musl"
    times = ""
    for name, check in CHECKS:
        start = time.monotonic()
        try:
            check(place)
        except Failure as failure:
            sys.exit(f"{name}: {failure}")
        times += f"{time.monotonic() - start:6.1f} s  {name}\n"
    print(times, end="")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        main(sys.argv[1], sys.argv[2])
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(sys.argv[1], folder)
