"""Makes the files of a release. MAINTAINERS.md and .github/workflows/release.yml say when.

Needs Python 3.11 and nothing else; `wheel` needs maturin, `linux` nfpm, and `npm` npm.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
# The folder is part of the sources.
sys.dont_write_bytecode = True

import archives
import finish
import linux
import npm
import places
import source
import wheel
from project import Failure, target


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="packaging/release", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, text: str, of_program: bool = False) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        if of_program:
            one.add_argument("program", type=Path, help="the built program")
            one.add_argument("target", type=target_of, help="its target, such as x86_64-unknown-linux-musl")
            one.add_argument("out", type=Path, help="the folder for the files")
        return one

    command("archive", "packs the program into a tar.gz or zip file", of_program=True)
    one = command("wheel", "packs the program into a wheel for PyPI", of_program=True)
    one.add_argument("--profile", default="dist", help="the profile that the program was built with")
    one = command("source", "packs the sources for PyPI")
    one.add_argument("out", type=Path, help="the folder for the files")
    command("npm", "packs the program into the npm package of its system", of_program=True)
    command("npm-root", "packs the npm package that has the others as optional dependencies", of_program=True)
    command("linux", "packs the program for Debian, Fedora, Alpine and Arch", of_program=True)
    one = command("finish", "writes SHA256SUMS, install.sh, the files for Homebrew, AUR and Nix, and the notes")
    one.add_argument("folder", type=Path, help="the folder with all other files of the release")
    one.add_argument("--section", help="the section of CHANGELOG.md instead of that of the version")
    one = command("check", "fails if a release of this tag would name another version or address")
    one.add_argument("tag")
    one.add_argument("repository", help="the address of the repository, such as https://github.com/NAME/copydesk")
    one = command("set", "writes a new version or address to all files that repeat it")
    one.add_argument("name", choices=["version", "repository"])
    one.add_argument("value")
    return parser.parse_args()


def target_of(triple: str):
    try:
        return target(triple)
    except Failure as failure:
        raise argparse.ArgumentTypeError(str(failure)) from None


def run(given: argparse.Namespace) -> None:
    if hasattr(given, "program"):
        if not given.program.is_file():
            raise Failure(f"{given.program} is not there; build it first")
    if hasattr(given, "out"):
        given.out.mkdir(parents=True, exist_ok=True)
    match given.command:
        case "archive":
            print(archives.make(given.program, given.target, given.out))
        case "wheel":
            wheel.make(given.program, given.target, given.out, given.profile)
        case "source":
            source.make(given.out)
        case "npm":
            npm.make_platform(given.program, given.target, given.out)
        case "npm-root":
            npm.make_root(given.program, given.out)
        case "linux":
            linux.make(given.program, given.target, given.out)
        case "finish":
            finish.make(given.folder, given.section)
        case "check":
            places.check(given.tag, given.repository)
        case "set":
            (places.set_version if given.name == "version" else places.set_repository)(given.value)


if __name__ == "__main__":
    try:
        run(arguments())
    except Failure as failure:
        print(f"packaging/release: {failure}", file=sys.stderr)
        sys.exit(1)
