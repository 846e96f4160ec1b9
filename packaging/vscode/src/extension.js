// Starts the language server, and asks for what the protocol can't ask for: the reason of a waiver, a commit
// message, and the values of an item.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function settings() {
  const all = vscode.workspace.getConfiguration("copydesk");
  const names = ["stage", "select", "ignore", "checklist", "codeLens"];
  return { ...Object.fromEntries(names.map((name) => [name, all.get(name)])), asks: true };
}

async function start() {
  const command = vscode.workspace.getConfiguration("copydesk").get("path") || "copydesk";
  client = new LanguageClient(
    "copydesk",
    "copydesk",
    { command, args: ["lsp"] },
    {
      documentSelector: [{ scheme: "file", language: "markdown" }],
      initializationOptions: settings(),
    },
  );
  try {
    await client.start();
  } catch (error) {
    const install = "Set its path";
    const chosen = await vscode.window.showErrorMessage(
      `copydesk could not be started (${command}): ${error.message}. Install it, or set its path.`,
      install,
    );
    if (chosen === install) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "copydesk.path");
    }
  }
}

// Runs a command of the server. Its errors are sentences for the user.
async function run(command, ...args) {
  try {
    return await client.sendRequest("workspace/executeCommand", { command, arguments: args });
  } catch (error) {
    vscode.window.showErrorMessage(error.message);
    return undefined;
  }
}

// The open draft, saved: git reads files.
async function savedDraft() {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "markdown") {
    vscode.window.showErrorMessage("Open a draft first.");
    return undefined;
  }
  await document.save();
  return client.code2ProtocolConverter.asUri(document.uri);
}

async function askReason(uri, problem) {
  const reason = await vscode.window.showInputBox({
    prompt: `Why is this right as it is? (${problem.rule})`,
    validateInput: (text) => (text.includes("-->") ? "A reason can't hold '-->', which ends the comment." : null),
  });
  if (reason?.trim()) {
    await run("copydesk.waive", uri, problem, reason);
  }
}

async function commitDraft() {
  const uri = await savedDraft();
  const planned = uri && (await run("copydesk.commit", uri, { dryRun: true }));
  if (!planned) return;
  const message = await vscode.window.showInputBox({ prompt: "Commit message", value: planned.message });
  if (message?.trim()) {
    await run("copydesk.commit", uri, { message });
  }
}

async function addItem() {
  const uri = await savedDraft();
  if (!uri) return;
  const url = await vscode.window.showInputBox({ prompt: "The address of the page that the item is about" });
  if (!url) return;
  const title = await vscode.window.showInputBox({ prompt: "The item's title; empty for an item with a text" });
  if (title === undefined) return;
  const text = await vscode.window.showInputBox({ prompt: "The item's text in Markdown, without the source" });
  if (text === undefined) return;
  const section = await vscode.window.showInputBox({ prompt: "The section: words of its heading" });
  if (section === undefined) return;
  const item = { url, title, text, section: section || null };
  const preview = await run("copydesk.add", uri, { ...item, dryRun: true });
  if (!preview) return;
  const problems = preview.problems.map((problem) => problem.message).join("; ");
  const commit = "Commit on a branch";
  const push = "Commit and push";
  const chosen = await vscode.window.showInformationMessage(
    `${preview.section}: ${preview.markdown}`,
    { modal: true, detail: problems },
    commit,
    push,
  );
  if (chosen) {
    await run("copydesk.add", uri, { ...item, push: chosen === push });
  }
}

async function gatherContributions() {
  const uri = await savedDraft();
  const listed = uri && (await run("copydesk.gather", uri));
  if (!listed || listed.contributions.length === 0) return;
  const picked = await vscode.window.showQuickPick(
    listed.contributions.map((one) => ({
      label: one.name,
      description: one.summary,
      detail: one.isClean ? "clean" : `${one.state}, ${one.problems} problems`,
      picked: one.isClean,
    })),
    { canPickMany: true, placeHolder: "Contributions to merge in one commit" },
  );
  if (picked?.length) {
    await run("copydesk.gather", uri, { take: picked.map((one) => one.label) });
  }
}

async function restart() {
  await client?.stop();
  await start();
}

async function activate(context) {
  const commands = {
    "copydesk.askReason": askReason,
    "copydesk.commitDraft": commitDraft,
    "copydesk.addItem": addItem,
    "copydesk.gatherContributions": gatherContributions,
    "copydesk.restart": restart,
  };
  for (const [name, handler] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, handler));
  }
  await start();
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
