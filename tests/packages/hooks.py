"""pre-commit installs the hooks of this project with the wheel, and no Rust."""

import shutil
import subprocess
from pathlib import Path

from place import ROOT, Place, expect

CONFIG = """\
repos:
  - repo: file://{project}
    rev: v{version}
    hooks:
      - id: copydesk-lint
        args: [--since=HEAD]
"""


def pre_commit(place: Place) -> None:
    project = clone(place)
    letter = place.work / "letter"
    place.run(place.program, "demo", "--no-open", "--dir", letter)
    (letter / ".pre-commit-config.yaml").write_text(CONFIG.format(project=project, version=place.version), "utf-8")
    place.run("git", "add", "-A", cwd=letter)
    # The wheel comes from here, and what builds Python packages from PyPI.
    settings = {"PRE_COMMIT_HOME": str(place.work / "pre-commit"), "PIP_FIND_LINKS": str(place.dist)}
    place.run("git", "commit", "-q", "-m", "Add the hooks", cwd=letter)
    place.run("pre-commit", "install", "--install-hooks", cwd=letter, **settings)
    installed = list((place.work / "pre-commit").glob("*/py_env-*/bin/copydesk"))
    expect(len(installed) == 1, f"pre-commit has installed {installed}")
    draft = sorted((letter / "_drafts").glob("*.md"))[0]
    text = draft.read_text("utf-8")
    draft.write_text(text + "\nThe shed is open.\n", "utf-8")
    said = place.run("git", "commit", "-q", "-a", "-m", "Add a line", cwd=letter, **settings)
    expect("Passed" in said, said)
    draft.write_text(text + "\nSee [the plans]().\n", "utf-8")
    said = place.run("git", "commit", "-q", "-a", "-m", "Add a link", cwd=letter, code=1, **settings)
    expect("empty-link" in said, said)


def clone(place: Place) -> Path:
    """The project with the changes that are not committed yet, as a repository with the tag of a release."""
    project = place.work / "project"
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True)
    names = listed.stdout.decode().split("\0")[:-1]
    # The packaged crate is no repository.
    for name in names or ["pyproject.toml", ".pre-commit-hooks.yaml"]:
        if (ROOT / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, project / name)
    place.run("git", "init", "-q", cwd=project)
    place.run("git", "add", "-A", cwd=project)
    place.run("git", "commit", "-q", "-m", "Release", cwd=project)
    place.run("git", "tag", f"v{place.version}", cwd=project)
    return project
