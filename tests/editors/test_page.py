"""The configurations of docs/editors.md for editors that are not installed here: they can be read, and start the server."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tomllib

import pytest

PAGE = pathlib.Path(__file__).parents[2] / "docs/editors.md"
SERVER = ["copydesk", "lsp"]
SCHEMA = json.loads(PAGE.with_name("lsp.schema.json").read_text(encoding="utf-8"))
# `asks` is for the extension itself.
SETTINGS = set(SCHEMA["properties"]) - {"asks"}


def blocks(heading: str, language: str) -> list[str]:
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


def only(heading: str, language: str) -> str:
    (block,) = blocks(heading, language)
    return block


def test_helix():
    config = tomllib.loads(only("Helix", "toml"))
    server = config["language-server"]["copydesk"]
    assert [server["command"], *server["args"]] == SERVER
    # https://docs.helix-editor.com/languages.html
    assert set(server) <= {"command", "args", "config", "timeout", "environment", "required-root-patterns"}
    assert set(server["config"]) <= SETTINGS
    (language,) = config["language"]
    assert language == {"name": "markdown", "language-servers": ["copydesk"]}


def test_kate():
    ((name, config),) = json.loads(only("Kate", "json"))["servers"].items()
    assert name == "markdown" and config["command"] == SERVER
    known = {"command", "rootIndicationFileNames", "highlightingModeRegex", "initializationOptions", "settings", "url"}
    assert set(config) <= known and "copydesk.yml" in config["rootIndicationFileNames"]
    assert re.search(config["highlightingModeRegex"], "Markdown")
    assert set(config["initializationOptions"]) <= SETTINGS


def test_sublime_text():
    ((name, config),) = json.loads(only("Sublime Text", "json"))["clients"].items()
    assert name == "copydesk" and config["command"] == SERVER and config["enabled"] is True
    assert set(config) <= {"enabled", "command", "selector", "initializationOptions", "settings"}
    assert set(config["initializationOptions"]) <= SETTINGS


def test_vs_code():
    (settings,) = (json.loads(block) for block in blocks("VS Code", "json"))
    manifest = json.loads((PAGE.parents[1] / "packaging/vscode/package.json").read_text(encoding="utf-8"))
    own = {name.removeprefix("copydesk.") for name in manifest["contributes"]["configuration"]["properties"]}
    assert own == {*SETTINGS, "path"}
    assert settings == {"editor.codeActionsOnSave": {"source.fixAll.copydesk": "explicit"}}


def test_emacs(tmp_path):
    """Reads the block, and evaluates it if Emacs is installed."""
    block = only("Emacs", "elisp")
    assert '("copydesk" "lsp")' in block and block.count("(") == block.count(")")
    options = re.search(r"\(:copydesk \((.*?)\)\)", block)[1].split()
    assert {name.removeprefix(":") for name in options[::2]} <= SETTINGS
    emacs = shutil.which("emacs")
    if not emacs:
        pytest.skip("no emacs")
    (tmp_path / "init.el").write_text(f"{block}\n(require 'eglot)\n(princ (assoc 'markdown-mode eglot-server-programs))\n")
    command = [emacs, "--batch", "-Q", "-l", tmp_path / "init.el"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "HOME": str(tmp_path)})
    assert done.returncode == 0 and "(markdown-mode copydesk lsp)" in done.stdout, done


def test_the_released_extension_is_named_first():
    """The workflow gives the file this name."""
    root = PAGE.parents[1]
    workflow = (root / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert 'mv copydesk.vsix "dist-vscode/copydesk-${GITHUB_REF_NAME#v}.vsix"' in workflow
    version = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]
    installed, built = blocks("VS Code", "sh")
    assert installed == f"code --install-extension copydesk-{version}.vsix\n"
    assert "npm run package" in built
    for page in ["docs/install.md", "packaging/vscode/README.md"]:
        assert f"copydesk-{version}.vsix" in (root / page).read_text(encoding="utf-8"), page
