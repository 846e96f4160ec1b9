"""The packages for npm: one for each system, and `copydesk`, which has them as optional dependencies."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import contents
from project import ROOT, TARGETS, Failure, Target, project


def make_platform(program: Path, target: Target, out: Path) -> None:
    system, processor = target.npm.split("-")
    files = {f"bin/{target.program}": program.read_bytes(), **contents.licences(program)}
    fields = {"os": [system], "cpu": [processor], "preferUnplugged": True}
    files["README.md"] = f"The program of the package `copydesk` for {target.npm}.\n".encode()
    pack(f"copydesk-{target.npm}", fields, files, (f"bin/{target.program}",), out)


def make_root(program: Path, out: Path) -> None:
    version = project().version
    files = {"bin/copydesk.js": (ROOT / "packaging/npm/copydesk.js").read_bytes()}
    files |= {"README.md": (ROOT / "README.md").read_bytes(), **contents.licences(program)}
    files |= {f"completions/{name}": text for name, text in contents.completions(program).items()}
    pages = {f"man/{name}": page for name, page in contents.man_pages(program).items()}
    fields = {
        "bin": {"copydesk": "bin/copydesk.js"},
        "man": [f"./{name}" for name in pages],
        "engines": {"node": ">=18"},
        "optionalDependencies": {f"copydesk-{target.npm}": version for target in TARGETS},
    }
    pack("copydesk", fields, {**files, **pages}, ("bin/copydesk.js",), out)


def pack(name: str, fields: dict, files: dict[str, bytes], programs: tuple[str, ...], out: Path) -> None:
    known = project()
    manifest = {
        "name": name,
        "version": known.version,
        "description": known.description,
        "license": "MIT OR Apache-2.0",
        "homepage": known.repository,
        "repository": {"type": "git", "url": f"git+{known.repository}.git"},
        "files": sorted({file.split("/")[0] for file in files}),
        **fields,
    }
    npm = shutil.which("npm")
    if not npm:
        raise Failure("npm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        text = json.dumps(manifest, indent=2) + "\n"
        contents.write(Path(folder), {**files, "package.json": text.encode()}, programs)
        command = [npm, "pack", "--silent", "--pack-destination", str(out.resolve())]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(f"npm pack failed: {done.stderr.strip()}")
