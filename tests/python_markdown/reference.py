#!/usr/bin/env python3
"""Makes the HTML that Pelican makes of a text, with the real Python-Markdown.

    reference.py constructs FILE    writes the HTML of the small constructs in FILE, which is JSON, to the output
    reference.py drafts FROM TO     renders each draft in the folder FROM to a file of the folder TO

The version is that of the tests: Markdown 3.7 and Pygments 2.19.2.
"""

import json
import sys
from pathlib import Path

from markdown import Markdown

# As Pelican's `MARKDOWN` names them. Pelican adds `meta` by itself.
EXTENSIONS = {
    "markdown.extensions.codehilite": {"css_class": "highlight"},
    "markdown.extensions.extra": {},
    "markdown.extensions.meta": {},
    "markdown.extensions.toc": {"anchorlink": True},
}


def html(text, front_matter, more=()):
    """Without front matter, the first lines of a text are not read as one."""
    names = [name for name in EXTENSIONS if front_matter or not name.endswith("meta")]
    names += ["markdown.extensions." + name for name in more]
    configuration = {name: EXTENSIONS.get(name, {}) for name in names}
    return Markdown(extensions=names, extension_configs=configuration, output_format="html5").convert(text)


def constructs(path):
    made = json.loads(Path(path).read_text(encoding="utf-8"))
    for construct in made:
        construct["html"] = html(construct["markdown"], False, construct.get("extensions", ()))
    print(json.dumps(made, ensure_ascii=False, indent=1))


def drafts(source, target):
    for path in sorted(Path(source).iterdir()):
        text = path.read_text(encoding="utf-8-sig")
        Path(target, path.stem + ".html").write_text(html(text, True), encoding="utf-8")


if __name__ == "__main__":
    {"constructs": constructs, "drafts": drafts}[sys.argv[1]](*sys.argv[2:])
