// Looks at the preview with a real browser: `node tests/browser/run.mjs PROGRAM FOLDER`, where FOLDER has playwright-core
// in its node_modules and gets the screenshots. `.ci/run browser` runs it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { draft, hostile, lampPost, write } from "./newsletter.mjs";

const [program, folder] = process.argv.slice(2).map((path) => resolve(path));
const { chromium } = createRequire(join(folder, "package.json"))("playwright-core");
const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
const LIMIT = 30_000;
const work = mkdtempSync(join(tmpdir(), "copydesk-browser-"));
const running = [];

// The desktop's program that opens addresses: it writes them down.
const bin = join(work, "bin");
mkdirSync(bin);
writeFileSync(join(bin, "xdg-open"), '#!/bin/sh\nprintf %s "$1" > "$OPENED.new" && mv "$OPENED.new" "$OPENED"\n');
chmodSync(join(bin, "xdg-open"), 0o755);

function environment(opened) {
  const kept = Object.fromEntries(["HOME", "LANG"].map((name) => [name, process.env[name] || ""]));
  return {
    ...kept,
    HOME: work,
    PATH: `${bin}:${process.env.PATH}`,
    TERM: "xterm-256color",
    OPENED: opened,
    XDG_STATE_HOME: join(work, "state"),
    XDG_CONFIG_HOME: join(work, "config"),
  };
}

// Waits until a condition holds, and looks again whenever something happens in the folder.
function file(path) {
  return new Promise((done, failed) => {
    const watcher = watch(resolve(path, ".."), () => look());
    const timer = setTimeout(() => end(() => failed(new Error(`no ${path}`))), LIMIT);
    const end = (then) => {
      clearTimeout(timer);
      watcher.close();
      then();
    };
    const look = () => existsSync(path) && end(() => done(readFileSync(path, "utf8")));
    look();
  });
}

// The desk in a pseudo-terminal.
function desk(newsletter, opened) {
  const command = `stty cols 120 rows 40; exec '${program}' -C '${newsletter}' --as-of 2026-06-03 open`;
  const child = spawn("script", ["-qfc", command, "/dev/null"], { env: environment(opened), stdio: ["pipe", "pipe", "inherit"] });
  running.push(child);
  let screen = "";
  const waiting = [];
  child.stdout.on("data", (data) => {
    screen += data;
    for (const one of waiting) if (screen.includes(one.words)) one.done();
  });
  return {
    type: (keys) => child.stdin.write(keys),
    shows: (words) => new Promise((done, failed) => {
      if (screen.includes(words)) return done();
      const fail = () => failed(new Error(`the desk does not show ${words}: ${screen.slice(-2000)}`));
      const timer = setTimeout(fail, LIMIT);
      child.on("exit", fail);
      waiting.push({ words, done: () => (clearTimeout(timer), done()) });
    }),
  };
}

// `copydesk preview` without the desk.
async function follow(newsletter) {
  const child = spawn(program, ["-C", newsletter, "--as-of", "2026-06-03", "preview", "--no-open"], { env: environment("") });
  running.push(child);
  let said = "";
  const address = /http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\//;
  return await new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`no address: ${said}`)), LIMIT);
    const hear = (data) => {
      said += data;
      const found = said.match(address);
      if (found) (clearTimeout(timer), done(found[0]));
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", () => failed(new Error(`it has ended: ${said}`)));
  });
}

const text = (page) => page.evaluate(() => document.querySelector("#article").shadowRoot.textContent);
const holds = (page, words) =>
  page.waitForFunction((words) => document.querySelector("#article").shadowRoot.textContent.includes(words), words, { timeout: LIMIT });

async function open(browser, url, size = { width: 1000, height: 800 }) {
  const context = await browser.newContext({ viewport: size, colorScheme: "light" });
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT);
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.errors = errors;
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset.pages);
  return page;
}

const checks = {
  async "a key in the desk changes the page, and a click moves the cursor"(browser) {
    const newsletter = join(work, "desk");
    lampPost(newsletter);
    const opened = join(work, "opened");
    const keys = desk(newsletter, opened);
    await keys.shows("Front matter");
    keys.type("B");
    const page = await open(browser, await file(opened));
    await holds(page, "Welcome to the twelfth issue");

    // The whole file, with the cursor at the start of the text.
    keys.type("W");
    await keys.shows(" words, ");
    const paragraph = page.locator("#article p", { hasText: "A new bench was set up" });
    await paragraph.click();
    await page.waitForFunction(() => {
      const here = document.querySelector("#article").shadowRoot.querySelector(".here");
      return here && here.textContent.includes("A new bench");
    });
    const place = () => paragraph.evaluate((one) => one.getBoundingClientRect().top);
    const image = page.locator("#article img").first();
    await image.evaluate((one) => one.decode().then(() => (one.isTheSame = true)));
    const before = await place();
    keys.type("Zebra ");
    await page.waitForFunction(() => [...document.querySelector("#article").shadowRoot.querySelectorAll("p")]
      .some((one) => one.textContent.includes("Zebra") && one.textContent.includes("bench was set up")));
    assert.ok(Math.abs((await place()) - before) < 2, "the paragraph stays where it is on the screen");
    assert.equal(await image.evaluate((one) => one.isTheSame), true, "the image was not made again");

    // The page goes along with the cursor: Ctrl-End goes to the end of the file.
    keys.type("\x1b[1;5F");
    await page.waitForFunction(() => {
      const here = document.querySelector("#article").shadowRoot.querySelector(".here");
      if (!here || !here.textContent.includes("The last words")) return false;
      const { top, bottom } = here.getBoundingClientRect();
      return top > 0 && bottom < innerHeight;
    });

    // A problem at its place, with its fix.
    const mark = page.locator("#marks button", { hasText: "!" }).or(page.locator("#marks button")).first();
    await mark.click();
    await page.locator("#panel .rule").waitFor();
    const doubled = page.locator('#marks button[aria-label*="the the"], #marks button[aria-label*="“the”"], #marks button[aria-label*="twice"]').first();
    if (await doubled.count()) {
      await page.locator("#panel button", { hasText: "Close" }).click();
      await doubled.click();
      await page.locator("#panel button", { hasText: "Fix" }).click();
      await page.waitForFunction(() => !document.querySelector("#article").shadowRoot.textContent.includes("the the square"));
    }
    assert.deepEqual(page.errors, []);
    await page.context().close();
  },

  async "the page of files keeps its place, and its switches work"(browser) {
    const newsletter = join(work, "files");
    lampPost(newsletter);
    const url = await follow(newsletter);
    const page = await open(browser, url);
    await holds(page, "The last words");
    const last = page.locator("#article p", { hasText: "Paragraph 10 of projects" });
    await last.scrollIntoViewIfNeeded();
    const top = () => last.evaluate((one) => one.getBoundingClientRect().top);
    const before = await top();
    const long = "An inserted paragraph. ".repeat(60);
    write(newsletter, { "_drafts/2026-06-08-draft.md": draft.replace("## News\n", `${long}\n\n## News\n`) });
    await holds(page, "An inserted paragraph.");
    assert.ok(Math.abs((await top()) - before) < 2, `the place is kept: ${before}, ${await top()}`);

    // Changes since the issue was read.
    await page.locator("#read").click();
    write(newsletter, { "_drafts/2026-06-08-draft.md": draft.replace("twelfth issue", "twelfth and last issue") });
    await page.locator("#changes", { hasText: "1 changed" }).waitFor();
    await page.locator("#changes").click();

    // The same section of the last issue.
    await page.evaluate(() => scrollTo(0, 0));
    await page.locator("#last").click();
    await page.evaluate(() => document.querySelector("#article").shadowRoot.querySelector("h2").scrollIntoView());
    await page.waitForFunction(() => document.querySelector("#beside div").shadowRoot.textContent.includes("fountain"));
    await page.locator("#last").click();

    // Images off, and as a screen reader hears it.
    await page.locator("#images").click();
    assert.equal(await page.locator("#article img").first().isVisible(), false);
    assert.ok(await page.locator("#article .stand-in").first().isVisible());
    await page.locator("#images").click();
    await page.locator("#reader").click();
    const heard = await page.locator("#heard").innerText();
    assert.match(heard, /heading level 2\s*News/);
    assert.match(heard, /A bench in the morning/);
    assert.match(heard, /list\s*3 items/);
    await page.locator("#reader").click();
    assert.deepEqual(page.errors, []);
    await page.context().close();

    // Printed without the switches.
    const print = await open(browser, url);
    await print.emulateMedia({ media: "print" });
    assert.equal(await print.locator("#bar").isVisible(), false);
    await print.screenshot({ path: join(folder, "print.png") });
    await print.context().close();

    for (const theme of ["light", "dark"]) {
      for (const width of [600, 360]) {
        const size = { width: width === 360 ? 420 : 760, height: 900 };
        const shot = await open(browser, `${url}?width=${width}&theme=${theme}`, size);
        await shot.waitForFunction(() => [...document.querySelector("#article").shadowRoot.querySelectorAll("img")].every((one) => one.complete));
        await shot.screenshot({ path: join(folder, `${width}-${theme}.png`) });
        const overflow = await shot.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `nothing is wider than the window at ${width}: ${overflow}`);
        await shot.context().close();
      }
    }
    const wide = await open(browser, `${url}?width=676&theme=light`, { width: 1500, height: 900 });
    await wide.locator("#last").click();
    await wide.locator("#marks button").first().click();
    await wide.screenshot({ path: join(folder, "wide.png") });
    await wide.locator("#last").click();
    await wide.locator("#reader").click();
    await wide.screenshot({ path: join(folder, "reader.png") });
    await wide.context().close();
  },

  async "a hostile draft runs no script and makes no request"(browser) {
    const newsletter = join(work, "hostile");
    lampPost(newsletter);
    write(newsletter, { "_drafts/2026-06-08-draft.md": hostile });
    const url = await follow(newsletter);
    const context = await browser.newContext();
    const outside = [];
    await context.route("**", (route) => {
      if (route.request().url().startsWith(url)) return route.continue();
      outside.push(route.request().url());
      return route.fulfill({ status: 204, body: "" });
    });
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT);
    page.on("dialog", (dialog) => assert.fail(dialog.message()));
    await page.goto(url);
    await holds(page, "The end.");
    await page.locator("#article #js").click();
    // The browser has laid the page out, and asked for what it wants.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.deepEqual(outside, []);
    assert.equal(new URL(page.url()).origin, new URL(url).origin);
    assert.ok(await page.locator("#bar").isVisible(), "no sheet of the draft reaches the page");
    assert.ok(await page.locator("#read").isVisible());
    const box = await page.locator("#article .stand-in", { hasText: "remote.png" }).innerText();
    assert.match(box, /https:\/\/outside\.example\/remote\.png/);
    const covered = await page.evaluate(() => document.elementFromPoint(20, 20).closest("#bar") !== null);
    assert.ok(covered, "nothing of the draft lies over the switches");

    // When they are asked for, images are loaded, and nothing else.
    await page.locator("#remote").click();
    await page.waitForURL(/images=remote/);
    await holds(page, "The end.");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual([...new Set(outside)].sort(), ["https://outside.example/pixel.png", "https://outside.example/remote.png"]);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    await context.close();
  },
};

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
let failed = 0;
const only = process.argv[4];
for (const [name, check] of Object.entries(checks)) {
  if (only && !name.includes(only)) continue;
  const start = Date.now();
  try {
    await check(browser);
    console.log(`ok    ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n${error.stack}`);
  }
}
await browser.close();
for (const child of running) child.kill();
rmSync(work, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
