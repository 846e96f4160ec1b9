// Starts the language server, and asks for what the protocol can't ask for: the reason of a waiver, a commit
// message, and the values of an item.
"use strict";

const { spawn } = require("node:child_process");
const vscode = require("vscode");
const { CloseAction, LanguageClient, State } = require("vscode-languageclient/node");

let client;
let output;
let stopped = Promise.resolve();

// A client whose start is reported by `start`: the library's own message names no way out.
class Client extends LanguageClient {
  constructor(command) {
    super("copydesk", "copydesk", () => this.launch(command), {
      documentSelector: [{ scheme: "file", language: "markdown" }],
      initializationOptions: settings(),
      outputChannel: output,
      initializationFailedHandler: () => {
        this.isAnswering = false;
        return false;
      },
      errorHandler: {
        error: (...args) => this.usual.error(...args),
        // A program that ends at its start is no language server. Starting it again would not help.
        closed: () =>
          this.isStarting ? { action: CloseAction.DoNotRestart, handled: true } : this.usual.closed(),
      },
    });
    this.isStarting = true;
    this.isAnswering = true;
    this.usual = this.createDefaultErrorHandler();
  }

  // Not in the workspace's folder: on Windows, a program in it would be found first.
  launch(command) {
    if (client !== this) return Promise.reject(new Error("another client is started"));
    this.child = spawn(command, ["lsp"]);
    return new Promise((resolve, reject) => {
      this.child.once("spawn", () => resolve(this.child));
      this.child.once("error", (error) => {
        reject(error.code === "ENOENT" ? new Error("there is no such program") : error);
      });
    });
  }

  start() {
    this.started = super.start();
    return this.started;
  }

  // Ends the server, also one that has not answered yet.
  async end() {
    try {
      if (this.isStarting) {
        this.child?.kill();
        await this.started;
      }
      await this.stop();
    } catch {
      // A client that did not start, or does not answer, can't be stopped.
      this.child?.kill();
    }
  }

  // A client that another one replaces has nothing to say: a notification that is on its way fails.
  error(message, data, showNotification) {
    const isQuiet = this.isStarting || client !== this;
    super.error(message, data, isQuiet ? false : showNotification);
  }

  isRunning() {
    return this.state === State.Running;
  }
}

function settings() {
  const all = vscode.workspace.getConfiguration("copydesk");
  const names = ["stage", "select", "ignore", "checklist", "codeLens"];
  return { ...Object.fromEntries(names.map((name) => [name, all.get(name)])), asks: true };
}

async function start() {
  const command = vscode.workspace.getConfiguration("copydesk").get("path") || "copydesk";
  const own = new Client(command);
  client = own;
  try {
    await own.start();
    own.isStarting = false;
  } catch (error) {
    // Another one may have been started meanwhile.
    if (client === own) {
      // Without waiting: the message may stay open.
      sayWhy(command, own.isAnswering ? error : `it does not answer as a language server does: ${reason(error)}`);
    }
  }
}

// Some errors of the library are strings.
function reason(error) {
  return String(error?.message ?? error).replace(/\.$/, "");
}

async function sayWhy(command, error) {
  const install = "Set its path";
  const chosen = await vscode.window.showErrorMessage(
    `copydesk could not be started (${command}): ${reason(error)}. Install it, or set its path.`,
    install,
  );
  if (chosen === install) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "copydesk.path");
  }
}

async function stop() {
  const old = client;
  client = undefined;
  await old?.end();
}

// A new client takes the place of any other, also of one that did not start.
function restart() {
  stopped = stopped.then(stop);
  return stopped.then(start);
}

// True if commands have a server. If not, says so.
function isRunning() {
  if (client?.isRunning()) return true;
  vscode.window.showErrorMessage("copydesk is not running. Use the command “copydesk: Restart the Server”.");
  return false;
}

// Runs a command of the server. Its errors are sentences for the user.
async function run(command, ...args) {
  if (!isRunning()) return undefined;
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
  if (!isRunning()) return undefined;
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

async function activate(context) {
  output = vscode.window.createOutputChannel("copydesk", { log: true });
  context.subscriptions.push(output);
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
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("copydesk.path")) restart();
    }),
  );
  await start();
}

function deactivate() {
  return stop();
}

module.exports = { activate, deactivate };
