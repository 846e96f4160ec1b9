"""npm installs the package of this system from a registry on loopback, and publishes all as the workflow does."""

import base64
import hashlib
import io
import json
import signal
import subprocess
import tarfile
import textwrap
from pathlib import Path

from packages import try_program
from place import ROOT, Place, Server, expect


def npm(place: Place) -> None:
    if not place.has("npm"):
        return
    system = "linux-x64" if place.local.startswith("x86_64") else "linux-arm64"
    place.package("npm", place.program, place.local, place.dist)
    place.package("npm", place.small, "aarch64-apple-darwin", place.dist)
    place.package("npm-root", place.program, place.local, place.dist)
    packed = {path.name: path.read_bytes() for path in place.dist.glob("*.tgz")}
    manifests = {name: manifest(content) for name, content in packed.items()}

    def answer(path: str) -> bytes | None:
        if path.startswith("/files/"):
            return packed[path.removeprefix("/files/")]
        for name, fields in manifests.items():
            if path == f"/{fields['name']}":
                return json.dumps(document(fields, packed[name], f"{registry.address}/files/{name}")).encode()
        return None

    empty = place.work / "registry"
    empty.mkdir()
    registry = Server(empty, answer)
    folder = place.work / "npm"
    settings = {"npm_config_registry": registry.address, "npm_config_cache": str(place.work / "npm-cache")}
    place.run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, "copydesk", **settings)
    installed = sorted(path.name for path in (folder / "node_modules").glob("copydesk*"))
    expect(installed == ["copydesk", f"copydesk-{system}"], f"npm has installed {installed}")
    try_program(place, folder / "node_modules/.bin/copydesk")
    root = folder / "node_modules/copydesk"
    for name in ["man/copydesk.1", "completions/copydesk.bash", "completions/_copydesk", "licences.txt", "LICENSE-MIT"]:
        expect((root / name).exists(), f"the npm package lacks {name}")
    end(place, folder / "node_modules/.bin/copydesk")
    without = place.work / "npm-without"
    options = ["--no-audit", "--no-fund", "--omit=optional", "--prefix", without]
    place.run("npm", "install", *options, "copydesk", **settings)
    said = place.run(without / "node_modules/.bin/copydesk", "--version", code=2)
    expect(f"the package copydesk-{system} is not installed" in said, said)
    publish(place, settings)


def publish(place: Place, settings: dict[str, str]) -> None:
    """The workflow's own lines name files: npm reads some paths as repositories on GitHub, which it then clones."""
    nothing = place.work / "nothing"
    nothing.mkdir()
    dry = {**settings, "npm_config_registry": Server(nothing).address, "npm_config_dry_run": "true"}
    said = place.run("bash", "-euc", workflow_script("npm", "Publish"), **dry)
    published = [line.split()[1].rsplit("@", 1)[0] for line in said.splitlines() if line.startswith("+ ")]
    packed = sorted(path.name for path in place.dist.glob("*.tgz"))
    expect(len(published) == len(packed) and published[-1] == "copydesk", f"of {packed}, npm publishes {published}:\n{said}")


def workflow_script(job: str, step: str) -> str:
    """The lines that a step of the release's workflow runs."""
    text = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    of_job = text.split(f"\n  {job}:\n", 1)[1].split(f"      - name: {step}\n", 1)[1]
    lines = of_job.split("        run: |\n", 1)[1].splitlines()
    own = []
    for line in lines:
        if line and not line.startswith("          "):
            break
        own.append(line)
    return textwrap.dedent("\n".join(own))


def end(place: Place, launcher: Path) -> None:
    """A signal to the launcher ends the program, which here is a server that waits."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": place.environment()}
    child = subprocess.Popen([launcher, "lsp"], **pipes)
    body = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
    child.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    child.stdin.flush()
    expect(child.stdout.readline().startswith(b"Content-Length"), "the language server does not answer")
    child.send_signal(signal.SIGTERM)
    # The pipe closes when both processes have ended.
    child.stdout.read()
    expect(child.wait() == 128 + signal.SIGTERM, f"the launcher ended with {child.returncode}")


def manifest(content: bytes) -> dict:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return json.load(archive.extractfile("package/package.json"))


def document(fields: dict, content: bytes, address: str) -> dict:
    """What a registry says of a package."""
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    version = {**fields, "dist": {"tarball": address, "integrity": integrity}}
    return {"name": fields["name"], "dist-tags": {"latest": fields["version"]}, "versions": {fields["version"]: version}}
