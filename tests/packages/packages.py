"""The wheel, and the packages of Debian, Fedora, Alpine and Arch."""

import gzip
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

from place import Failure, Place, expect

# What every package has below `share`.
SHARE = [
    "man/man1/copydesk.1",
    "man/man1/copydesk-lint.1",
    "bash-completion/completions/copydesk",
    "fish/vendor_completions.d/copydesk.fish",
    "copydesk/copydesk.nu",
    "copydesk/_copydesk.ps1",
]


def try_program(place: Place, program: Path) -> None:
    """Makes the demo, whose draft has problems on purpose, and checks it."""
    version = place.run(program, "--version")
    expect(version.startswith(f"copydesk {place.version}"), version)
    demo = place.work / f"demo-{len(list(place.work.iterdir()))}"
    place.run(program, "demo", "--no-open", "--dir", demo)
    report = place.run(program, "-C", demo, "lint", "_drafts", code=1)
    expect("error[contradicted-tick]" in report, report)
    place.run(program, "-C", demo, "lint", "_drafts", "--since", "HEAD")


def wheel(place: Place) -> None:
    began = place.program.stat().st_mtime_ns
    place.package("wheel", place.program, place.local, place.dist, "--profile", "release")
    expect(place.program.stat().st_mtime_ns == began, "maturin has built the program again")
    environment = place.work / "wheel"
    place.run(sys.executable, "-m", "venv", environment)
    place.run(environment / "bin/pip", "install", "-q", "--no-index", "--find-links", place.dist, "copydesk")
    try_program(place, environment / "bin/copydesk")
    for name in [*SHARE, "zsh/site-functions/_copydesk"]:
        expect((environment / "share" / name).exists(), f"the wheel lacks share/{name}")
    licences = list(environment.glob("lib/*/site-packages/copydesk-*.dist-info/licenses/*"))
    names = {path.name for path in licences}
    expect(names >= {"LICENSE-APACHE", "LICENSE-MIT", "licences.txt"}, f"the wheel has the licences {names}")


def source(place: Place) -> None:
    """The sources say what they are, as pip asks before it builds them. Building is left to cargo's own check."""
    place.package("source", place.dist)
    place.run("tar", "-xzf", place.dist / f"copydesk-{place.version}.tar.gz")
    folder = place.work / f"copydesk-{place.version}"
    place.with_compiler(folder, "maturin", "pep517", "write-dist-info", "--metadata-directory", place.work / "info")
    text = (place.work / f"info/copydesk-{place.version}.dist-info/METADATA").read_text("utf-8")
    expect(f"Version: {place.version}\n" in text and "notices.txt" in text, text)


def linux(place: Place) -> None:
    place.package("linux", place.program, place.local, place.dist)
    if place.has("dpkg"):
        debian(place)
    packed = [f"usr/share/{name}{'.gz' if name.startswith('man/') else ''}" for name in SHARE]
    packed += ["usr/bin/copydesk", "usr/share/zsh/site-functions/_copydesk", "usr/share/licenses/copydesk/licences.txt"]
    listed = {"apk": alpine(place), "rpm": fedora(place)}
    if place.has("zstd"):
        listed["pkg.tar.zst"] = arch(place)
    for kind, names in listed.items():
        missing = [name for name in packed if name not in names]
        expect(not missing, f"the {kind} package lacks {missing}; it has {sorted(names)}")


def debian(place: Place) -> None:
    (package,) = place.dist.glob("*.deb")
    root = place.work / "debian"
    for folder in ["info", "updates", "triggers"]:
        (root / "var/lib/dpkg" / folder).mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()
    options = ["--force-not-root", "--force-bad-path", "--log=/dev/null"]
    place.run("dpkg", f"--root={root}", *options, "--install", package)
    status = place.run("dpkg-query", f"--admindir={root}/var/lib/dpkg", "-W", "-f", "${Status} ${Version}", "copydesk")
    expect(status == f"install ok installed {place.version}", status)
    try_program(place, root / "usr/bin/copydesk")
    for name in SHARE:
        path = root / "usr/share" / (f"{name}.gz" if name.startswith("man/") else name)
        expect(path.exists(), f"the deb lacks {path}")
    notices = (root / "usr/share/doc/copydesk/copyright").read_text("utf-8")
    expect("Apache License" in notices and "libgit2" in notices, "the deb lacks licences")


def alpine(place: Place) -> set[str]:
    (package,) = place.dist.glob("*.apk")
    # Three gzip streams, each an archive without an end.
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(package.read_bytes())), ignore_zeros=True) as archive:
        return set(archive.getnames())


def arch(place: Place) -> set[str]:
    (package,) = place.dist.glob("*.pkg.tar.zst")
    content = subprocess.run(["zstd", "-dcq", package], env=place.environment(), capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(content.stdout)) as archive:
        return set(archive.getnames())


def fedora(place: Place) -> set[str]:
    (package,) = place.dist.glob("*.rpm")
    content = package.read_bytes()
    expect(content[:4] == b"\xed\xab\xee\xdb", "the rpm does not begin as one")
    # The payload is the gzip stream at the end: a cpio archive.
    start = content.index(b"\x1f\x8b\x08", 96)
    payload, names, at = gzip.decompress(content[start:]), set(), 0
    while True:
        if payload[at : at + 6] != b"070701":
            raise Failure("the rpm has no cpio archive")
        size, length = int(payload[at + 54 : at + 62], 16), int(payload[at + 94 : at + 102], 16)
        name = payload[at + 110 : at + 109 + length].decode()
        if name == "TRAILER!!!":
            return names
        names.add(os.path.normpath(name).lstrip("/"))
        at = (at + 110 + length + 3) // 4 * 4
        at = (at + size + 3) // 4 * 4
