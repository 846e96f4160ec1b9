"""The archives of a release, with the same bytes each time."""

import gzip
import io
import tarfile
import zipfile
from datetime import datetime
from pathlib import Path

import contents
from project import Target, date, project


def make(program: Path, target: Target, out: Path) -> Path:
    top = f"copydesk-{project().version}-{target.triple}"
    files = contents.archive(program, target.program)
    made = datetime.fromisoformat(date())
    path = out / f"copydesk-{project().version}-{target.archive}"
    write = zip_file if target.is_windows else tar_file
    path.write_bytes(write(top, files, target.program, made))
    return path


def tar_file(top: str, files: dict[str, bytes], program: str, made: datetime) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(files):
            entry = tarfile.TarInfo(f"{top}/{name}")
            entry.size = len(files[name])
            entry.mode = 0o755 if name == program else 0o644
            entry.mtime = int(made.timestamp())
            archive.addfile(entry, io.BytesIO(files[name]))
    return gzip.compress(buffer.getvalue(), mtime=0)


def zip_file(top: str, files: dict[str, bytes], program: str, made: datetime) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", made.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name == program else 0o100644) << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()
