"""The source package for PyPI: the packaged crate, which pip builds on systems that no wheel is for."""

import gzip
import io
import os
import subprocess
import tarfile
import tempfile
from pathlib import Path

from project import ROOT, Failure, fill, project, values


def make(out: Path) -> None:
    version = project().version
    top = f"copydesk-{version}"
    with tempfile.TemporaryDirectory() as folder:
        # Changes that are not committed yet are packed too, for tests.
        command = ["cargo", "package", "--quiet", "--locked", "--no-verify", "--allow-dirty", "--target-dir", folder]
        done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(f"cargo package failed: {done.stderr.strip()}")
        crate = (Path(folder) / f"package/{top}.crate").read_bytes()
    added = {f"{top}/pyproject.toml": manifest(), f"{top}/PKG-INFO": information()}
    buffer = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(crate)) as packed,
        tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for entry in packed:
            if entry.name not in added:
                archive.addfile(entry, packed.extractfile(entry))
        for name, content in added.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            entry.mtime = packed.getmember(f"{top}/Cargo.toml").mtime
            archive.addfile(entry, io.BytesIO(content))
    (out / f"{top}.tar.gz").write_bytes(gzip.compress(buffer.getvalue(), mtime=0))


def manifest() -> bytes:
    """The pyproject.toml of the wheels, for the crate. It has no program yet that prints man pages."""
    text = fill((ROOT / "packaging/pypi/pyproject.toml").read_text("utf-8"), values())
    changes = {
        'manifest-path = "../../Cargo.toml"': 'manifest-path = "Cargo.toml"',
        '"licences.txt"': '"assets/licences/notices.txt"',
        '# Man pages and completions, below share.\ndata = "data"\n': "",
    }
    for old, new in changes.items():
        if old not in text:
            raise Failure(f"packaging/pypi/pyproject.toml has no {old}")
        text = text.replace(old, new)
    return text.encode()


def information() -> bytes:
    known = project()
    fields = f"Name: copydesk\nVersion: {known.version}\nSummary: {known.description}\n"
    return f"Metadata-Version: 2.4\n{fields}License-Expression: MIT OR Apache-2.0\n".encode()
