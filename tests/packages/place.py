"""Where the checks run: without a compiler on the PATH, without the user's settings."""

import functools
import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPILERS = {"cargo", "rustc", "rustup", "cc", "c++", "gcc", "g++", "clang", "clang++", "ld", "as", "tcc", "zig", "maturin"}


class Failure(Exception):
    """A check failed."""


class Place:
    """A temporary folder, with a PATH that has every program but compilers."""

    def __init__(self, program: Path, work: Path):
        self.program = program.resolve()
        self.work = work.resolve()
        self.dist = self.work / "dist"
        self.dist.mkdir()
        self.home = self.work / "home"
        self.home.mkdir()
        self.bin = self.work / "bin"
        self.bin.mkdir()
        for folder in os.environ["PATH"].split(os.pathsep):
            for path in sorted(Path(folder).glob("*")):
                name = path.name
                # Also x86_64-linux-gnu-gcc-12.
                is_compiler = COMPILERS & set(name.split("-"))
                if not is_compiler and not os.path.lexists(self.bin / name) and os.access(path, os.X_OK):
                    (self.bin / name).symlink_to(path)

        # As a program, but quickly compressed.
        self.small = self.work / "small"
        self.small.write_text(f'#!/bin/sh\nexec "{self.program}" "$@"\n', "utf-8")
        self.small.chmod(0o755)

    def environment(self, **extra: str) -> dict[str, str]:
        return {
            "PATH": str(self.bin),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **extra,
        }

    def run(self, *words: object, code: int = 0, cwd: Path | None = None, **extra: str) -> str:
        """Runs a program; returns what it printed. Another exit code is a failure."""
        command = [str(word) for word in words]
        done = subprocess.run(
            command,
            cwd=cwd or self.work,
            env=self.environment(**extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        if done.returncode != code:
            raise Failure(f"`{' '.join(command)}` ended with {done.returncode} instead of {code}:\n{done.stdout}")
        return done.stdout

    def package(self, *words: object) -> None:
        """Runs `packaging/release`."""
        self.with_compiler(ROOT, sys.executable, ROOT / "packaging/release", *words)

    def with_compiler(self, folder: Path, *words: object) -> None:
        """Runs what may use the compiler and the network."""
        command = [str(word) for word in words]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(f"`{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")

    def has(self, tool: str) -> bool:
        if (self.bin / tool).exists():
            return True
        print(f"no {tool}")
        return False


class Server:
    """Serves a folder, or the answers of a function, on loopback."""

    def __init__(self, folder: Path, answer=None):
        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                body = answer(self.path) if answer else None
                if body is None:
                    super().do_GET()
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        handler = functools.partial(Handler, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def expect(is_true: object, message: str) -> None:
    if not is_true:
        raise Failure(message)
