#!/usr/bin/env python3
"""Writes words.csv from a clone of https://github.com/crate-ci/typos: `update.py CLONE [REVISION]`.

typos offers its words under MIT or Apache-2.0. Three of its commits took words from lists that are under
CC-BY-SA-3.0 (codespell's and Wikipedia's); those words are left out here.
"""

import pathlib
import subprocess
import sys

WORDS = "crates/typos-dict/assets/words.csv"
# Two commits that say "from codespell's list", and one that says "from wikipedia's list".
SHARE_ALIKE = ["7523a865", "54e13666", "74e06603"]


def git(clone, *arguments):
    return subprocess.run(["git", "-C", clone, *arguments], check=True, capture_output=True, text=True).stdout


def word(line):
    return line.split(",", 1)[0]


def added(clone, commit):
    """The words that the commit added, and not those that it only corrected."""
    lines = git(clone, "show", "--format=", "--unified=0", commit, "--", WORDS).splitlines()
    new = {word(line[1:]) for line in lines if line.startswith("+") and not line.startswith("+++")}
    old = {word(line[1:]) for line in lines if line.startswith("-") and not line.startswith("---")}
    return new - old


def main():
    clone, revision = sys.argv[1], (sys.argv[2:] or ["HEAD"])[0]
    left_out = set().union(*(added(clone, commit) for commit in SHARE_ALIKE))
    lines = git(clone, "show", f"{revision}:{WORDS}").lower().splitlines()
    kept = sorted({line for line in lines if line and word(line) not in left_out})
    text = "".join(f"{line}\n" for line in kept)
    pathlib.Path(__file__).with_name("words.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
