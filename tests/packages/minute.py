"""From nothing to a pushed item: a contributor installs the program, clones a newsletter, and adds a line."""

import sys
import time

from place import Place, expect

LIMIT = 60


def pushed(place: Place) -> None:
    # The newsletter, on a server.
    demo, server = place.work / "newsletter", place.work / "newsletter.git"
    place.run(place.program, "--as-of", "2026-06-03", "demo", "--no-open", "--dir", demo)
    place.run("git", "clone", "-q", "--bare", demo, server)
    before = place.run("git", "branch", "--list", cwd=server)

    start = time.monotonic()
    environment = place.work / "minute"
    place.run(sys.executable, "-m", "venv", environment)
    place.run(environment / "bin/pip", "install", "-q", "--no-index", "--find-links", place.dist, "copydesk")
    program = environment / "bin/copydesk"
    place.run("git", "clone", "-q", server, place.work / "mine")
    item = ["--url", "https://example.com/shed", "--title", "A shed", "--text", "A shed that [opens](https://example.com/shed) at dawn"]
    place.run(program, "-C", place.work / "mine", "--as-of", "2026-06-03", "add", "--push", *item)
    seconds = time.monotonic() - start

    branches = place.run("git", "branch", "--list", cwd=server)
    new = set(branches.split()) - set(before.split()) - {"*"}
    expect(len(new) == 1, f"the server has the branches {branches}")
    changes = place.run("git", "diff", "HEAD", *new, cwd=server)
    expect("+A shed that [opens](https://example.com/shed) at dawn" in changes.replace("+* ", "+"), changes)
    print(f"from nothing to a pushed item: {seconds:.1f} s, at most {LIMIT}")
    expect(seconds <= LIMIT, f"{seconds:.1f} s are more than {LIMIT}")
