"""A whole release on loopback, and `install.sh`, which takes the program from it."""

import hashlib
import os
import re
import shutil
import tarfile
import tomllib
from pathlib import Path

from packages import try_program
from place import ROOT, Place, Server, expect

OTHERS = ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl", "x86_64-apple-darwin", "aarch64-apple-darwin"]


def whole(place: Place) -> None:
    """The files that name sums name the right ones, and can be read by what reads them."""
    release = folder(place)
    place.run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=release)
    sums = (release / "SHA256SUMS").read_text("utf-8")
    for path in release.iterdir():
        expect(path.name == "SHA256SUMS" or f"  {path.name}\n" in sums, f"SHA256SUMS lacks {path.name}")
    used = {
        "copydesk.rb": OTHERS,
        "copydesk.nix": OTHERS,
        "PKGBUILD": OTHERS[:2],
        "SRCINFO": OTHERS[:2],
    }
    for name, targets in used.items():
        text = (release / name).read_text("utf-8")
        for target in targets:
            archive = release / f"copydesk-{place.version}-{target}.tar.gz"
            digest = hashlib.sha256(archive.read_bytes()).hexdigest()
            expect(digest in text, f"{name} lacks the sum of {archive.name}")
    binstall(place, release)
    if place.has("ruby"):
        place.run("ruby", "-c", release / "copydesk.rb")
    place.run("bash", "-n", release / "PKGBUILD")
    arch(place, release)
    notes = release.with_name("notes.md").read_text("utf-8")
    expect(f"copydesk=={place.version}" in notes and "/install.sh | sh" in notes, notes)


def binstall(place: Place, release: Path) -> None:
    """The addresses that `cargo binstall` makes are those of the archives."""
    package = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]
    known = package["metadata"]["binstall"]
    for target in [*OTHERS, "x86_64-pc-windows-msvc"]:
        own = {**known, **known["overrides"].get(target, {})}
        words = {"repo": package["repository"], "version": place.version, "target": target}
        address = re.sub(r"\{ (\w+) \}", lambda found: words[found[1]], own["pkg-url"])
        start = f"{package['repository']}/releases/download/v{place.version}/"
        expect(address.startswith(start) and (release / address.removeprefix(start)).exists(), address)
    with tarfile.open(release / f"copydesk-{place.version}-{place.released}.tar.gz") as archive:
        words = {"version": place.version, "target": place.released, "bin": "copydesk", "binary-ext": ""}
        program = re.sub(r"\{ ([\w-]+) \}", lambda found: words[found[1]], known["bin-dir"])
        expect(program in archive.getnames(), f"the archive has no {program}")


def arch(place: Place, release: Path) -> None:
    """Runs the function that makepkg calls, on the unpacked archive."""
    source = place.work / "arch"
    source.mkdir()
    place.run("tar", "-xzf", release / f"copydesk-{place.version}-{place.released}.tar.gz", cwd=source)
    carch = place.released.split("-")[0]
    place.run(
        "bash", "-euc", f'pkgdir="{source}/root" CARCH={carch}; . "{release}/PKGBUILD"; package', cwd=source
    )
    for name in ["bin/copydesk", "share/man/man1/copydesk.1", "share/licenses/copydesk-bin/licences.txt"]:
        expect((source / "root/usr" / name).exists(), f"the PKGBUILD installs no {name}")


def install_sh(place: Place) -> None:
    folder(place)
    server = Server(place.work / "releases")
    to = place.work / "installed/bin"
    said = place.run("sh", ROOT / "install.sh", "--to", to, COPYDESK_RELEASES=server.address)
    expect(f"copydesk {place.version} is installed in {to}" in said, said)
    try_program(place, to / "copydesk")
    expect((to.parent / "share/man/man1/copydesk-lint.1").exists(), "install.sh installs no man pages")
    if place.has("wget"):
        without = place.work / "without-curl"
        without.mkdir()
        for path in place.bin.iterdir():
            if path.name != "curl":
                (without / path.name).symlink_to(path.readlink())
        again = place.work / "installed-by-wget"
        settings = {"COPYDESK_RELEASES": server.address, "PATH": str(without)}
        place.run("sh", ROOT / "install.sh", "--version", place.version, "--to", again, **settings)
        place.run("sh", ROOT / "install.sh", "--version", "9.9.9", "--to", again, code=3, **settings)
        expect([path.name for path in again.iterdir()] == ["copydesk"], "install.sh leaves files")


def folder(place: Place) -> Path:
    """The files of a release. Only the archive for this machine has a program."""
    release = place.work / f"releases/download/v{place.version}"
    if release.exists():
        return release
    release.mkdir(parents=True)
    place.package("archive", place.program, place.released, release)
    made = [place.work / "once", place.work / "again"]
    for out in made:
        place.package("archive", place.small, place.released, out)
    for target in [*OTHERS, "x86_64-pc-windows-msvc"]:
        kind = "zip" if "windows" in target else "tar.gz"
        archive = release / f"copydesk-{place.version}-{target}.{kind}"
        if target == place.released:
            once, again = [(out / archive.name).read_bytes() for out in made]
            expect(once == again, f"{archive.name} has other bytes when it is made again")
        else:
            archive.write_bytes(os.urandom(64))
    for path in place.dist.iterdir():
        shutil.copy(path, release)
    place.package("finish", release, "--section", section())
    latest = place.work / "releases/latest/download"
    latest.mkdir(parents=True)
    shutil.copy(release / "SHA256SUMS", latest)
    return release


def section() -> str:
    """The newest section of CHANGELOG.md: the version has its own only once it is released."""
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith("## [")).split("]")[0].removeprefix("## [")
