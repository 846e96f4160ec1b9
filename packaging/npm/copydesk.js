#!/usr/bin/env node
// Runs the program of the package for this system, which npm installs as an optional dependency.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const name = `copydesk-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "copydesk.exe" : "copydesk";

let program;
try {
  program = require.resolve(`${name}/bin/${file}`);
} catch {
  console.error(
    `copydesk: the package ${name} is not installed. Install again without --omit=optional, ` +
      "or use another way of installing if there is no such package.",
  );
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
child.on("error", (error) => {
  console.error(`copydesk: cannot run ${program}: ${error.message}`);
  process.exit(2);
});
// The terminal sends these to both processes, and the program decides what they mean. Others get them here only.
const ignore = () => {};
process.on("SIGINT", ignore);
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
