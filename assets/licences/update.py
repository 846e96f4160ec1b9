#!/usr/bin/env python3
"""Writes notices.txt, which `copydesk licences` prints, and unused.txt, from the crates that Cargo.lock names.

notices.txt has the licence texts of everything in a built program: the crates that it uses or that build it, on any
platform, with the C libraries in them, and the data. unused.txt lists the other crates that Cargo.lock needs for our
dependencies: cargo records there what any combination of features and platforms would use. Together they are complete,
which a test compares with Cargo.lock.

Needs Python 3.11 and cargo; the sources of the crates are downloaded if they are missing.
"""

import json
import pathlib
import re
import subprocess
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent

# A licence file that a crate has at its top.
IS_LICENCE = re.compile(r"(?i)(licen[sc]e|copying|notice|copyright|unlicense)")
# Licence files of code inside a crate that is built into the program.
INSIDE = {
    "chrono-tz": ["tz/LICENSE"],
    "libdeflate-sys": ["libdeflate/COPYING"],
    "libgit2-sys": ["libgit2/COPYING"],
    "libmimalloc-sys": ["c_src/mimalloc/v3/LICENSE"],
    "libz-sys": ["src/zlib/LICENSE"],
    "ring": ["src/polyfill/once_cell/LICENSE-MIT", "third_party/fiat/LICENSE"],
}
# Words in the names of files with licences that are not taken where MIT is offered.
NOT_TAKEN = ["APACHE", "UNLICENSE", "ZLIB", "BOOST", "BSL", "GPL", "LLVM", "0BSD"]

HEADER = """\
Licences of copydesk and of what is built into it

copydesk is under MIT or Apache-2.0, at your choice. Below are the licence texts of the libraries and the data that the
program contains or is built with. Where a library offers a choice of licences, the text of the one that applies here is
given.

This software is based in part on the work of the Independent JPEG Group.

The program contains libgit2, which is under the GPL with a linking exception: its COPYING is below. The sources of all
libraries, with their exact versions, are those that Cargo.lock names on https://crates.io.

The program also contains the Rust standard library, under MIT or Apache-2.0, Copyright (c) The Rust Project
Contributors.
"""


def run(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def in_program():
    """Names and versions of the crates that build the program, on any platform."""
    tree = run("cargo", "tree", "--locked", "-e", "normal,build", "--prefix", "none", "--no-dedupe", "--target", "all")
    crates = {tuple(line.split()[:2]) for line in tree.splitlines() if line}
    return {(name, version.removeprefix("v")) for name, version in crates if name != "copydesk"}


def in_lock():
    """Names and versions of the crates that Cargo.lock has for our normal and build dependencies."""
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    tables = [manifest, *manifest.get("target", {}).values()]
    direct = set()
    for table in tables:
        for kind in ["dependencies", "build-dependencies"]:
            for key, value in table.get(kind, {}).items():
                direct.add(value.get("package", key) if isinstance(value, dict) else key)
    packages = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    by_name = {}
    for package in packages:
        by_name.setdefault(package["name"], []).append(package)

    def find(entry):
        name, *version = entry.split()
        return next(one for one in by_name[name] if not version or one["version"] == version[0])

    [own] = by_name["copydesk"]
    left = [find(entry) for entry in own["dependencies"] if entry.split()[0] in direct]
    found = set()
    while left:
        package = left.pop()
        crate = (package["name"], package["version"])
        if crate not in found:
            found.add(crate)
            left.extend(find(entry) for entry in package.get("dependencies", []))
    return found


def mit(copyright):
    text = (ROOT / "LICENSE-MIT").read_text(encoding="utf-8")
    return re.sub(r"Copyright \(c\) .*", copyright, text, count=1)


def clean(text):
    """The text with the line ends and blanks that it shares with copies of it elsewhere."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\f", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def texts(package):
    folder = pathlib.Path(package["manifest_path"]).parent
    files = sorted(file for file in folder.iterdir() if file.is_file() and IS_LICENCE.match(file.name))
    files = [file for file in files if file.suffix not in (".rs", ".tmpl", ".html")]
    if "MIT" in (package["license"] or "") and any("MIT" in file.name.upper() for file in files):
        files = [file for file in files if not any(word in file.name.upper() for word in NOT_TAKEN)]
    files += [folder / name for name in INSIDE.get(package["name"], [])]
    found = [file.read_bytes().decode("utf-8", "replace") for file in files]
    if not found:
        # Every crate without a licence file offers MIT.
        if "MIT" not in package["license"]:
            raise SystemExit(f"{package['name']} contains no licence text, and {package['license']} is not known here")
        found = [mit(f"Copyright (c) the authors of {package['name']}")]
    return [clean(text) for text in found]


def main():
    crates = in_program()
    metadata = json.loads(run("cargo", "metadata", "--locked", "--format-version", "1"))
    packages = [one for one in metadata["packages"] if (one["name"], one["version"]) in crates]
    if len(packages) != len(crates):
        raise SystemExit("cargo metadata does not list every crate of cargo tree")
    users = {}
    for package in sorted(packages, key=lambda one: (one["name"], one["version"])):
        for text in texts(package):
            line = f"{package['name']} {package['version']} ({package['license']})"
            users.setdefault(text, [])
            if line not in users[text]:
                users[text].append(line)
    users[clean(mit("Copyright (c) 2019 Individual contributors"))] = [
        "the list of misspellings, from typos, https://github.com/crate-ci/typos (MIT OR Apache-2.0)"
    ]
    users[clean(mit("Copyright (C) 2009-2019 Thomas Leitner <t_leitner@gmx.at>"))] = [
        "the rules of kramdown and kramdown-parser-gfm, https://kramdown.gettalong.org (MIT)"
    ]
    caniemail = (ROOT / "assets/mail/LICENSE").read_text(encoding="utf-8")
    users[clean(caniemail)] = ["what mail clients do not show, from caniemail, https://www.caniemail.com (MIT)"]
    rule = "=" * 80
    parts = [HEADER]
    for text, names in sorted(users.items(), key=lambda item: item[1]):
        parts.append("\n".join([rule, *(f"* {name}" for name in names), "", text, ""]))
    (HERE / "notices.txt").write_text("\n".join(parts), encoding="utf-8", newline="\n")
    unused = sorted(in_lock() - crates)
    lines = ["# Crates that Cargo.lock names for our dependencies, and that no build of the program uses."]
    lines += [f"{name} {version}" for name, version in unused]
    (HERE / "unused.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    missing = crates - in_lock()
    if missing:
        raise SystemExit(f"not in Cargo.lock: {sorted(missing)}")
    print(f"{len(crates)} crates, {len(users)} texts, {len(unused)} unused crates")


if __name__ == "__main__":
    main()
