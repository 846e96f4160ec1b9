"""The files of a release that need the sums of the others."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from project import ROOT, TARGETS, Failure, changes, fill, project, values

TEMPLATES = ["copydesk.rb", "PKGBUILD", ".SRCINFO", "copydesk.nix"]


def make(folder: Path, section: str | None) -> None:
    version = project().version
    done = subprocess.run(["sh", str(ROOT / "packaging/sources-sum")], capture_output=True, text=True, check=True)
    (folder / "SOURCES").write_text(done.stdout, "utf-8", newline="\n")
    shutil.copyfile(ROOT / "install.sh", folder / "install.sh")
    known = values()
    for target in TARGETS:
        archive = folder / f"copydesk-{version}-{target.archive}"
        if not archive.exists():
            raise Failure(f"{archive} is missing")
        known[f"sum {target.archive}"] = sum_of(archive)
    for name in TEMPLATES:
        text = fill((ROOT / "packaging/templates" / name).read_text("utf-8"), known)
        # Sites that keep the files of a release hide those with a dot.
        (folder / name.removeprefix(".")).write_text(text, "utf-8", newline="\n")
    write_sums(folder)
    notes = fill((ROOT / "packaging/templates/notes.md").read_text("utf-8"), known | {"notes": changes(section or version)})
    # Outside of the folder: no file of the release.
    folder.with_name("notes.md").write_text(notes, "utf-8", newline="\n")


def write_sums(folder: Path) -> None:
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{sum_of(path)}  {path.name}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8", newline="\n")


def sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
