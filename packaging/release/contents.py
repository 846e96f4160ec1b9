"""The files of every package: the program, licences, man pages and completions."""

import gzip
import subprocess
import tempfile
from pathlib import Path

from project import ROOT, Failure

# The shells, and the names of their files in archives.
SHELLS = {
    "bash": "copydesk.bash",
    "zsh": "_copydesk",
    "fish": "copydesk.fish",
    "powershell": "_copydesk.ps1",
    "nushell": "copydesk.nu",
}
LICENCES = ["LICENSE-APACHE", "LICENSE-MIT"]
DOCUMENTS = ["README.md", "CHANGELOG.md", "THIRD-PARTY.md"]


def printed(program: Path, *words: str) -> bytes:
    done = subprocess.run([program.resolve(), *words], capture_output=True)
    if done.returncode != 0 or not done.stdout:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Failure(f"`copydesk {' '.join(words)}` failed: {said or 'it printed nothing'}")
    return done.stdout


def completions(program: Path) -> dict[str, bytes]:
    return {SHELLS[shell]: printed(program, "completions", shell) for shell in SHELLS}


def man_pages(program: Path) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([program.resolve(), "man", "--out", folder], capture_output=True)
        pages = {page.name: page.read_bytes() for page in sorted(Path(folder).glob("*.1"))}
    if done.returncode != 0 or "copydesk.1" not in pages:
        raise Failure(f"`copydesk man` failed: {done.stderr.decode('utf-8', 'replace').strip()}")
    return pages


def licences(program: Path) -> dict[str, bytes]:
    files = {name: (ROOT / name).read_bytes() for name in LICENCES}
    files["licences.txt"] = printed(program, "licences")
    return files


def documents() -> dict[str, bytes]:
    return {name: (ROOT / name).read_bytes() for name in DOCUMENTS}


def archive(program: Path, name: str) -> dict[str, bytes]:
    """The files of an archive. `name` is the program's name there."""
    files = {name: program.read_bytes(), **licences(program), **documents()}
    files |= {f"completions/{name}": text for name, text in completions(program).items()}
    files |= {f"man/{name}": page for name, page in man_pages(program).items()}
    return files


def share(program: Path, *, debian: bool = False, packed: bool = False) -> dict[str, bytes]:
    """The files below `share`, where the shells and `man` look for them."""
    shells = completions(program)
    zsh = "zsh/vendor-completions" if debian else "zsh/site-functions"
    files = {
        "bash-completion/completions/copydesk": shells[SHELLS["bash"]],
        f"{zsh}/_copydesk": shells[SHELLS["zsh"]],
        "fish/vendor_completions.d/copydesk.fish": shells[SHELLS["fish"]],
        "copydesk/copydesk.nu": shells[SHELLS["nushell"]],
        "copydesk/_copydesk.ps1": shells[SHELLS["powershell"]],
    }
    for name, page in man_pages(program).items():
        if packed:
            files[f"man/man1/{name}.gz"] = gzip.compress(page, mtime=0)
        else:
            files[f"man/man1/{name}"] = page
    return files


def write(folder: Path, files: dict[str, bytes], programs: tuple[str, ...] = ()) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o755 if name in programs else 0o644)
