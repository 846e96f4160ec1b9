"""What Cargo.toml says of the project, and the systems that releases are built for."""

import re
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Failure(Exception):
    """Ends the program with a message."""


@dataclass(frozen=True)
class Target:
    """A system, by the names that Rust, npm and the packages of Linux have for it."""

    triple: str
    npm: str
    arch: str | None = None
    # The platform tags of a wheel; None if maturin finds the tag itself.
    wheel: tuple[str, ...] | None = None

    @property
    def is_windows(self) -> bool:
        return "windows" in self.triple

    @property
    def archive(self) -> str:
        return f"{self.triple}.{'zip' if self.is_windows else 'tar.gz'}"

    @property
    def program(self) -> str:
        return "copydesk.exe" if self.is_windows else "copydesk"


# A static program runs with any C library.
STATIC = ("manylinux2014", "musllinux_1_1")
TARGETS = [
    Target("x86_64-unknown-linux-musl", "linux-x64", "amd64", STATIC),
    Target("aarch64-unknown-linux-musl", "linux-arm64", "arm64", STATIC),
    Target("x86_64-apple-darwin", "darwin-x64"),
    Target("aarch64-apple-darwin", "darwin-arm64"),
    Target("x86_64-pc-windows-msvc", "win32-x64"),
]
# For tests on this machine: a program that needs the C library of the machine that built it.
LOCAL = [
    Target("x86_64-unknown-linux-gnu", "linux-x64", "amd64", ("linux",)),
    Target("aarch64-unknown-linux-gnu", "linux-arm64", "arm64", ("linux",)),
]


def target(triple: str) -> Target:
    for one in TARGETS + LOCAL:
        if one.triple == triple:
            return one
    known = ", ".join(one.triple for one in TARGETS)
    raise Failure(f"there is no target {triple}; the targets are {known}")


@dataclass(frozen=True)
class Project:
    version: str
    description: str
    repository: str

    @property
    def name(self) -> str:
        """The repository's owner and name."""
        return self.repository.removeprefix("https://github.com/")


def project() -> Project:
    package = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]
    return Project(package["version"], package["description"], package["repository"])


def date() -> str:
    """The time of the last commit: everything in a release has it, so that building again makes the same bytes."""
    command = ["git", "log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ"]
    done = subprocess.run(command, cwd=ROOT, env=environment(TZ="UTC"), capture_output=True, text=True)
    return done.stdout.strip() or "2000-01-01T00:00:00Z"


def environment(**extra: str) -> dict[str, str]:
    import os

    return {**os.environ, **extra}


def fill(text: str, values: dict[str, str]) -> str:
    """Replaces the words between @. A word that is not known is an error."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise Failure(f"nothing is known for @{found[1]}@")
        return values[found[1]]

    return re.sub(r"@([a-z][\w.-]*(?: [\w.-]+)?)@", value, text)


def values(**extra: str) -> dict[str, str]:
    known = project()
    return {
        "version": known.version,
        "description": known.description,
        "repository": known.repository,
        "name": known.name,
        **extra,
    }


def changes(section: str) -> str:
    """The entries of a version in CHANGELOG.md."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    found = re.search(rf"^## \[{re.escape(section)}\][^\n]*\n(.*?)(?=^## |^\[[^\]]+\]: |\Z)", text, re.M | re.S)
    if not found:
        raise Failure(f"CHANGELOG.md has no section [{section}]")
    return found[1].strip()
