"""The places that repeat the version or the repository's address of Cargo.toml. A test compares them."""

import re
import subprocess
from pathlib import Path

from project import ROOT, Failure, changes, project

PAGES = ["README.md", "CONTRIBUTING.md", "MAINTAINERS.md", "action.yml", "install.sh", "packaging/vscode/README.md"]
# What stands before a version, by file.
VERSIONS = {
    "Cargo.toml": [r'\A\[package\]\nname = "copydesk"\nversion = "'],
    "Cargo.lock": [r'name = "copydesk"\nversion = "'],
    "fuzz/Cargo.lock": [r'name = "copydesk"\nversion = "'],
    "pyproject.toml": [r'^version = "', r'"copydesk=='],
    "packaging/vscode/package.json": [r'"name": "copydesk",[^{}]*?"version": "'],
    "packaging/vscode/package-lock.json": [r'"name": "copydesk",\s+"version": "'],
}
IN_PAGES = [r"copydesk==", r"copydesk[-_]", r"copydesk@v?", r"\brev: v", r"/download/v"]


def pages() -> list[Path]:
    return [path for path in [*sorted((ROOT / "docs").glob("*.md")), *(ROOT / page for page in PAGES)] if path.exists()]


def set_version(new: str) -> None:
    if not re.fullmatch(r"\d+\.\d+\.\d+", new):
        raise Failure(f"{new} is not a version such as 1.2.0")
    old = re.escape(project().version)
    for name, starts in VERSIONS.items():
        for start in starts:
            replace(ROOT / name, rf"({start}){old}(?=\")", rf"\g<1>{new}", needed=True)
    for page in pages():
        for start in IN_PAGES:
            replace(page, rf"({start}){old}(?!\.?\d)", rf"\g<1>{new}")


def set_repository(new: str) -> None:
    if not re.fullmatch(r"https://github\.com/[\w.-]+/copydesk", new):
        raise Failure(f"{new} is not an address such as https://github.com/NAME/copydesk")
    old = re.escape(project().name)
    name = new.removeprefix("https://github.com/")
    for path in pages():
        replace(path, rf"(github\.com/|githubusercontent\.com/|uses: |--repo ){old}\b", rf"\g<1>{name}")
    replace(ROOT / "Cargo.toml", rf'^(?:#[^\n]*\n)*(repository = "https://github\.com/){old}"', rf'\g<1>{name}"', needed=True)


def replace(path: Path, pattern: str, by: str, needed: bool = False) -> None:
    text = path.read_bytes().decode("utf-8")
    new, count = re.subn(pattern, by, text, flags=re.M)
    if needed and not count:
        raise Failure(f"{path} has no {pattern}")
    if new != text:
        path.write_bytes(new.encode("utf-8"))


def check(tag: str, repository: str) -> None:
    """Fails if a release of this tag in this repository would name another version or address."""
    known = project()
    if tag != f"v{known.version}":
        raise Failure(f"the tag {tag} is not v{known.version}, the version of Cargo.toml")
    if repository != known.repository:
        raise Failure(
            f"Cargo.toml names the repository {known.repository}, and this is {repository}; "
            f"run `packaging/release set repository {repository}`"
        )
    changes(known.version)
    subprocess.run(["git", "diff", "--quiet", "HEAD"], cwd=ROOT, check=True)
