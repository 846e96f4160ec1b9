// Uses the extension for VS Code with the real client library and a real server; only the module "vscode" is a stub
// (vscode_stub.js). Ends with 1 if anything is not as it should be.
//
// node tests/editors/vscode.js EXTENSION PROGRAM FOLDER: the folder of the built extension, copydesk, and a newsletter's
// folder.
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const Module = require("node:module");
const os = require("node:os");
const path = require("node:path");
const { setTimeout: pause } = require("node:timers/promises");

const [extensionFolder, program, folder] = process.argv.slice(2).map((word) => path.resolve(word));
const draft = path.join(folder, "_drafts/2026-06-08-draft.md");
const MOST = 30000;

const stub = path.join(__dirname, "vscode_stub.js");
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  return name === "vscode" ? stub : resolve.call(this, name, ...rest);
};
process.on("unhandledRejection", (error) => {
  throw error;
});

const editor = require(stub).editor;
const extension = require(path.join(extensionFolder, "dist/extension.js"));

async function until(what, isTrue) {
  const end = Date.now() + MOST;
  while (!isTrue()) {
    assert(Date.now() < end, `there is no ${what}; shown: ${JSON.stringify(editor.shown)}`);
    await pause(20);
  }
}

const has = (rule) => editor.problems(draft).some((problem) => (problem.code?.value ?? problem.code) === rule);

// The messages since the last call.
const shown = () => editor.shown.splice(0);

function assertSaysWhy(messages, command) {
  assert.equal(messages.length, 1, JSON.stringify(messages));
  const start = `copydesk could not be started (${command}): `;
  const end = ". Install it, or set its path.";
  assert(messages[0].startsWith(start) && messages[0].endsWith(end), messages[0]);
  const reason = messages[0].slice(start.length, -end.length);
  assert(reason.length > 10 && !/undefined|\[object|\.$/.test(reason), messages[0]);
}

async function main() {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), "copydesk-"));
  const missing = path.join(place, "missing");
  const script = (name, text) => {
    const file = path.join(place, name);
    fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return file;
  };
  editor.open(draft);
  const restart = () => editor.run("copydesk.restart");

  // No program: one message, from activating and from each restart.
  editor.settings.path = missing;
  const context = { subscriptions: [] };
  await extension.activate(context);
  assertSaysWhy(shown(), missing);
  await restart();
  assertSaysWhy(shown(), missing);
  await editor.run("copydesk.commitDraft");
  assert.match(shown().join(), /^copydesk is not running\. .*Restart the Server/);

  // A program that is no language server.
  editor.settings.path = script("ends", "exit 3");
  await restart();
  assertSaysWhy(shown(), editor.settings.path);

  // With the right path, restarting works.
  editor.settings.path = program;
  await restart();
  await until("diagnostic after a restart", () => has("repeated-word"));

  // A running server is replaced.
  await restart();
  await until("diagnostic after the second restart", () => has("repeated-word"));
  assert.deepEqual(shown(), []);

  // Changed settings reach the server.
  editor.change({ ignore: ["repeated-word"] });
  await until("end of the diagnostic of an ignored rule", () => !has("repeated-word"));
  editor.change({ ignore: [] });
  await until("diagnostic of a rule that is not ignored", () => has("repeated-word"));

  // A changed path starts that program, also after one that did not start, or that never answers.
  editor.change({ path: missing });
  await until("message about the changed path", () => editor.shown.length > 0);
  assertSaysWhy(shown(), missing);
  assert(!has("repeated-word"));
  editor.change({ path: script("waits", "exec sleep 300") });
  editor.change({ path: program });
  await until("diagnostic after the path was changed", () => has("repeated-word"));
  const hanging = script("hangs", `echo $$ >'${place}/pid'; exec sleep 300`);
  editor.change({ path: hanging });
  await until("process that hangs", () => fs.existsSync(path.join(place, "pid")) && fs.readFileSync(path.join(place, "pid"), "utf8").endsWith("\n"));
  editor.change({ path: program });
  await until("diagnostic after a program that hangs", () => has("repeated-word"));
  const pid = Number(fs.readFileSync(path.join(place, "pid"), "utf8"));
  await until("end of the program that hangs", () => !isAlive(pid));
  assert.deepEqual(shown(), []);

  await extension.deactivate();
  context.subscriptions.forEach((one) => one.dispose());
  assert.equal(editor.listeners(), 0, "a client has left its listeners");
  fs.rmSync(place, { recursive: true });
  console.log("vscode: passed");
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
