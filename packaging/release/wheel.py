"""The wheel for PyPI: maturin packs the program that cargo has built."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import contents
from project import ROOT, Failure, Target, fill, values


def make(program: Path, target: Target, out: Path, profile: str) -> None:
    maturin = shutil.which("maturin")
    if not maturin:
        raise Failure("maturin is not installed; pip install maturin")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage(program, folder)
        command = [maturin, "build", "--locked", "--profile", profile, "--out", str(out.resolve())]
        # cargo is to find what it has built: in TARGET/PROFILE, or with the option in TARGET/TRIPLE/PROFILE.
        folder_of_target = program.resolve().parent.parent
        if folder_of_target.name == target.triple:
            command += ["--target", target.triple]
            folder_of_target = folder_of_target.parent
        if target.wheel:
            command += ["--compatibility", *target.wheel, "--auditwheel", "skip"]
        environment = {**os.environ, "CARGO_TARGET_DIR": str(folder_of_target)}
        done = subprocess.run(command, cwd=folder, env=environment, stdout=sys.stderr)
        if done.returncode != 0:
            raise Failure("maturin failed")


def stage(program: Path, folder: Path) -> None:
    """Writes what maturin reads: pyproject.toml with the place of Cargo.toml, and the files beside the program."""
    text = fill((ROOT / "packaging/pypi/pyproject.toml").read_text("utf-8"), values())
    manifest = (ROOT / "Cargo.toml").as_posix()
    text = text.replace('manifest-path = "../../Cargo.toml"', f'manifest-path = "{manifest}"')
    files = {"pyproject.toml": text.encode(), "README.md": (ROOT / "README.md").read_bytes()}
    files |= contents.licences(program)
    files |= {f"data/data/share/{name}": content for name, content in contents.share(program).items()}
    contents.write(folder, files)

