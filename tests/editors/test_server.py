"""The language server with pytest-lsp as the client, which checks each message against what the client can do.

It covers what tests/editors/neovim.lua does not ask for. COPYDESK names the program, LETTER a newsletter's folder, of which
each test gets a copy.

    COPYDESK=target/debug/copydesk LETTER=letter pytest tests/editors
"""

import asyncio
import os
import pathlib
import shutil

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

pytestmark = pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")

DRAFT = "_drafts/2026-06-08-draft.md"
CLIENTS = ["visual-studio-code", "neovim"]


class Editor:
    """A client with a newsletter of its own."""

    def __init__(self, client: LanguageClient, folder: pathlib.Path):
        self.client = client
        self.folder = folder
        self.uri = (folder / DRAFT).as_uri()
        self.text = (folder / DRAFT).read_text(encoding="utf-8")
        self.version = 1

    def open(self):
        document = types.TextDocumentItem(self.uri, "markdown", self.version, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, words: str, new: str):
        """Replaces words of the draft."""
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        change = types.TextDocumentContentChangePartial(range=self.range(words), text=new)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        self.text = self.text.replace(words, new, 1)

    def position(self, offset: int) -> types.Position:
        """The place of a character, in the unit that was agreed on."""
        before = self.text[:offset]
        line = before[before.rfind("\n") + 1 :]
        unit = self.client.init_result.capabilities.position_encoding or "utf-16"
        length = len(line.encode("utf-8")) if unit == "utf-8" else len(line.encode("utf-16-le")) // 2
        return types.Position(before.count("\n"), length)

    def range(self, words: str) -> types.Range:
        start = self.text.index(words)
        return types.Range(self.position(start), self.position(start + len(words)))

    @property
    def document(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    async def rules(self) -> set[str]:
        """The rules of the diagnostics, once the text as it is now is checked: code actions wait for that."""
        await self.actions("Welcome", "none")
        return {one.code for one in self.client.diagnostics.get(self.uri, [])}

    async def until_gone(self, rule: str):
        """Waits for diagnostics without a rule."""
        async with asyncio.timeout(60):
            while any(one.code == rule for one in self.client.diagnostics.get(self.uri, [])):
                await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    async def actions(self, words: str, kind: str):
        context = types.CodeActionContext(diagnostics=[], only=[kind])
        params = types.CodeActionParams(self.document, self.range(words), context)
        return await self.client.text_document_code_action_async(params) or []

    def edited(self, edit: types.WorkspaceEdit) -> str:
        """The draft after an edit."""
        if edit.document_changes:
            [change] = edit.document_changes
            assert (change.text_document.uri, change.text_document.version) == (self.uri, self.version)
            edits = change.edits
        else:
            edits = edit.changes[self.uri]
        text = self.text
        for one in sorted(edits, key=lambda one: self.offset(one.range.start), reverse=True):
            start, end = self.offset(one.range.start), self.offset(one.range.end)
            text = text[:start] + one.new_text + text[end:]
        return text

    def offset(self, position: types.Position) -> int:
        lines = self.text.split("\n")
        offset = sum(len(line) + 1 for line in lines[: position.line])
        while self.position(offset).character < position.character:
            offset += 1
        return offset


def make_client(*args, **kwargs) -> LanguageClient:
    """A client that also takes the requests of the server that pytest-lsp does not know."""
    client = make_test_lsp_client(*args, **kwargs)
    client.registered = []

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        client.registered.extend(params.registrations)

    @client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
    def refresh(*_):
        return None

    return client


@pytest_lsp.fixture(
    params=CLIENTS,
    config=ClientServerConfig(
        server_command=[os.environ["COPYDESK"], "lsp"],
        client_factory=make_client,
    ),
)
async def client(request, lsp_client: LanguageClient):
    capabilities = client_capabilities(request.param)
    params = types.InitializeParams(capabilities=capabilities, process_id=os.getpid())
    lsp_client.able = capabilities
    lsp_client.init_result = await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient, tmp_path: pathlib.Path) -> Editor:
    folder = tmp_path / "letter"
    shutil.copytree(os.environ["LETTER"], folder)
    editor = Editor(client, folder)
    editor.open()
    return editor


@pytest.mark.asyncio
async def test_diagnostics_follow_the_text_in_any_encoding(editor: Editor):
    assert "repeated-word" in await editor.rules()
    editor.type("gate gate", "🛟 潮 gate")
    assert "repeated-word" not in await editor.rules()
    editor.type("潮 gate", "潮 gate gate")
    assert "repeated-word" in await editor.rules()
    [found] = [one for one in editor.client.diagnostics[editor.uri] if one.code == "repeated-word"]
    assert found.range.end == editor.range("gate gate").end


@pytest.mark.asyncio
async def test_all_safe_fixes_are_one_edit(editor: Editor):
    await editor.rules()
    [action] = await editor.actions("gate gate", "source.fixAll")
    assert action.kind == "source.fixAll.copydesk"
    assert "gate gate" not in editor.edited(action.edit)


@pytest.mark.asyncio
async def test_an_item_moves_to_another_section(editor: Editor):
    await editor.rules()
    words = "A camera above the light table"
    actions = await editor.actions(words, "refactor.move")
    assert actions and all(action.kind == "refactor.move" for action in actions)
    for action in actions:
        edited = editor.edited(action.edit)
        assert edited.count(words) == 1 and edited.index(words) != editor.text.index(words)


@pytest.mark.asyncio
async def test_links_lead_to_pages_and_files(editor: Editor):
    links = await editor.client.text_document_document_link_async(types.DocumentLinkParams(editor.document))
    assert any(link.target and link.target.startswith("https://") for link in links)


@pytest.mark.asyncio
async def test_settings_can_be_changed(editor: Editor):
    assert "repeated-word" in await editor.rules()
    settings = {"copydesk": {"ignore": ["repeated-word"], "codeLens": False}}
    editor.client.set_configuration(settings["copydesk"], section="copydesk")
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
    await editor.until_gone("repeated-word")


@pytest.mark.asyncio
async def test_a_changed_profile_is_read_again(editor: Editor):
    assert "repeated-word" in await editor.rules()
    watched = editor.client.able.workspace.did_change_watched_files
    is_registered = any(one.method == "workspace/didChangeWatchedFiles" for one in editor.client.registered)
    assert is_registered == bool(watched and watched.dynamic_registration)
    profile = editor.folder / "copydesk.yml"
    profile.write_text("extends: circuitpython\nrules: { repeated-word: off }\n", encoding="utf-8")
    changes = [types.FileEvent(profile.as_uri(), types.FileChangeType.Changed)]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))
    await editor.until_gone("repeated-word")


@pytest.mark.asyncio
async def test_another_folders_file_gets_no_diagnostics(editor: Editor, tmp_path: pathlib.Path):
    path = tmp_path / "notes.md"
    path.write_text("The the notes.\n", encoding="utf-8")
    document = types.TextDocumentItem(path.as_uri(), "markdown", 1, "The the notes.\n")
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    await editor.rules()
    assert not editor.client.diagnostics.get(path.as_uri())


@pytest.mark.asyncio
async def test_a_closed_document_has_no_diagnostics(editor: Editor):
    assert await editor.rules()
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(editor.document))
    editor.open()
    assert "repeated-word" in await editor.rules()
