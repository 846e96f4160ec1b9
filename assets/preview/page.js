"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const query = new URLSearchParams(location.search);
  const loadsRemote = query.get("images") === "remote";
  const labels = { site: "Site", mail: "Mail", wordpress: "WordPress", text: "Plain text" };
  const signs = { error: "✗", warning: "!", hint: "·" };

  // What the user chose. It lasts as long as the tab, also when remote images are loaded.
  const choices = {
    target: "site",
    width: "676",
    theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    images: "on",
    reader: false,
    problems: true,
    last: false,
  };
  try {
    Object.assign(choices, JSON.parse(sessionStorage.getItem("choices") || "{}"));
  } catch {
    // Storage may be off.
  }
  for (const name of ["target", "width", "theme"]) {
    if (query.get(name)) choices[name] = query.get(name);
  }

  // The issue is in a tree of its own: its names and sheets can't reach the page's, nor the other way round.
  const host = $("article");
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(JSON.parse($("sheet").textContent));
  shadow.adoptedStyleSheets = [sheet];
  const root = document.createElement("div");
  shadow.append(root);
  const besideShadow = $("beside").querySelector("div").attachShadow({ mode: "open" });
  besideShadow.adoptedStyleSheets = [sheet];

  let page = null;
  let store = new Map();
  let lastIssue = null;
  let stream = null;
  let place = null;
  let open = null;

  // ---- blocks

  function make(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    for (const image of template.content.querySelectorAll("img")) {
      const box = document.createElement("span");
      box.className = "stand-in";
      const alt = document.createElement("b");
      alt.textContent = image.alt;
      box.append(alt);
      if (image.dataset.remote || !image.alt) box.append(image.dataset.remote || image.dataset.source || "");
      image.after(box);
      if (loadsRemote && image.dataset.remote) image.src = image.dataset.remote;
    }
    return template.content;
  }

  function makeBlock(key) {
    const block = document.createElement("div");
    block.className = "block";
    block.dataset.key = key;
    block.append(make(store.get(key)));
    return block;
  }

  // Images of removed blocks take the place of equal ones in new blocks, so that they are not loaded again.
  function keepImages(removed, added) {
    const loaded = new Map();
    for (const block of removed) {
      for (const image of block.querySelectorAll("img[src]")) {
        const list = loaded.get(image.getAttribute("src")) || [];
        loaded.set(image.getAttribute("src"), [...list, image]);
      }
    }
    for (const block of added) {
      for (const image of block.querySelectorAll("img[src]")) {
        const old = (loaded.get(image.getAttribute("src")) || []).shift();
        if (!old) continue;
        for (const { name } of [...old.attributes]) if (!image.hasAttribute(name)) old.removeAttribute(name);
        for (const { name, value } of image.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
        image.replaceWith(old);
      }
    }
  }

  // Replaces what changed, and keeps what is on the screen where it is.
  function patch(keys) {
    const free = new Map();
    for (const block of root.children) {
      const list = free.get(block.dataset.key) || [];
      list.push(block);
      free.set(block.dataset.key, list);
    }
    const added = [];
    const wanted = keys.map((key) => {
      const known = (free.get(key) || []).shift();
      if (known) return known;
      const block = makeBlock(key);
      added.push(block);
      return block;
    });
    const removed = [...free.values()].flat();
    const gone = new Set(removed);
    const anchor = [...root.children].find((block) => !gone.has(block) && block.getBoundingClientRect().bottom > barHeight());
    const before = anchor ? anchor.getBoundingClientRect().top : 0;
    keepImages(removed, added);
    for (const block of removed) block.remove();
    let next = root.firstChild;
    for (const block of wanted) {
      if (block === next) next = next.nextSibling;
      else root.insertBefore(block, next);
    }
    if (anchor && !anchor.isConnected) return;
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  }

  function barHeight() {
    return $("bar").getBoundingClientRect().height;
  }

  // The innermost element that begins at a place of a block or before it.
  function elementAt(block, at) {
    let found = block;
    let best = -1;
    for (const element of block.querySelectorAll("[data-at]")) {
      const own = Number(element.dataset.at);
      if (own <= at && own >= best) [found, best] = [element, own];
    }
    return found;
  }

  function placeOf(element, block) {
    const near = element.closest("[data-at]");
    return near && block.contains(near) ? Number(near.dataset.at) : 0;
  }

  // ---- the cursor

  function showCursor(cursor, scrolls) {
    for (const old of root.querySelectorAll(".here, .here-at")) old.classList.remove("here", "here-at");
    const block = cursor && root.children[cursor.block];
    if (!block) return;
    block.classList.add("here");
    const element = elementAt(block, cursor.at);
    if (element !== block) element.classList.add("here-at");
    if (!scrolls) return;
    const rect = (element === block ? block : element).getBoundingClientRect();
    const top = barHeight();
    const room = (innerHeight - top) * 0.15;
    if (rect.top >= top + room / 2 && Math.min(rect.bottom, rect.top + 80) <= innerHeight - room) return;
    scrollTo({ top: scrollY + rect.top - top - (innerHeight - top) * 0.3, behavior: "instant" });
  }

  function moved(cursor) {
    const now = JSON.stringify(cursor);
    if (now === place) return false;
    place = now;
    return true;
  }

  // ---- problems

  function drawProblems() {
    const marks = $("marks");
    marks.replaceChildren();
    for (const old of root.querySelectorAll(".has-problem")) old.classList.remove("has-problem");
    const problems = page.problems.filter((problem) => problem.block !== null);
    $("problems").textContent = page.problems.length === 1 ? "1 problem" : `${page.problems.length} problems`;
    if (!choices.problems || choices.reader) return closePanel();
    const used = new Map();
    const top = $("paper").getBoundingClientRect().top;
    for (const problem of problems) {
      const block = root.children[problem.block];
      if (!block) continue;
      const element = elementAt(block, problem.at);
      if (element !== block) element.classList.add("has-problem");
      const rect = element.getBoundingClientRect();
      let y = Math.round(rect.top - top);
      while (used.has(y)) y += 3;
      used.set(y, true);
      const mark = document.createElement("button");
      mark.className = problem.severity;
      mark.textContent = signs[problem.severity] || "!";
      mark.title = problem.id.message;
      mark.setAttribute("aria-label", `${problem.severity}: ${problem.id.message}`);
      mark.style.top = `${y}px`;
      mark.addEventListener("click", () => togglePanel(problem, y));
      marks.append(mark);
    }
    const still = open && problems.find((problem) => idOf(problem) === open.id);
    if (open && !still) closePanel();
  }

  function idOf(problem) {
    return JSON.stringify(problem.id);
  }

  function closePanel() {
    open = null;
    const panel = $("panel");
    if (panel) panel.remove();
  }

  function paragraph(text, name) {
    const line = document.createElement("p");
    line.textContent = text;
    if (name) line.className = name;
    return line;
  }

  function button(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  }

  function togglePanel(problem, y) {
    const same = open && open.id === idOf(problem);
    closePanel();
    if (same) return;
    open = { id: idOf(problem) };
    const panel = document.createElement("div");
    panel.id = "panel";
    panel.className = problem.severity;
    panel.style.top = `${y}px`;
    panel.append(paragraph(problem.id.message));
    if (problem.help) panel.append(paragraph(problem.help));
    panel.append(paragraph(`${problem.severity}, ${problem.id.rule}`, "rule"));
    const form = document.createElement("form");
    if (page.writer === "desk") {
      form.append(button("Go there", () => go(root.children[problem.block], problem.at)));
      if (problem.has_fix) form.append(button("Fix", () => send({ action: "fix", problem: problem.id })));
      const reason = document.createElement("input");
      reason.placeholder = "Reason";
      reason.setAttribute("aria-label", "Reason for waiving the problem");
      const waive = () => send({ action: "waive", problem: problem.id, reason: reason.value });
      form.append(button("Waive", waive), reason);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        waive();
      });
    }
    form.append(button("Close", closePanel));
    panel.append(form);
    $("paper").append(panel);
  }

  // ---- as a screen reader hears it

  function hear() {
    const list = document.createElement("ol");
    let level = 0;
    const add = (what, text, name, remark) => {
      const line = document.createElement("li");
      if (name) line.className = name;
      const kind = document.createElement("span");
      kind.className = "what";
      kind.textContent = what;
      const said = document.createElement("span");
      said.append(text);
      line.append(kind, said);
      if (remark) {
        const bad = document.createElement("span");
        bad.className = "bad";
        bad.textContent = text ? ` (${remark})` : remark;
        said.append(bad);
      }
      list.append(line);
    };
    const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
    let line = "";
    const flush = () => {
      if (line.trim()) add("", line.replace(/\s+/g, " ").trim());
      line = "";
    };
    const walk = (node) => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          line += child.data;
          continue;
        }
        if (child.nodeType !== Node.ELEMENT_NODE || child.classList.contains("stand-in")) continue;
        if (child.getAttribute("aria-hidden") === "true") continue;
        const tag = child.localName;
        if (/^h[1-6]$/.test(tag)) {
          flush();
          const now = Number(tag[1]);
          const remark = level && now > level + 1 ? `level ${now} after level ${level}` : "";
          add(`heading level ${now}`, words(child), "heading", words(child) ? remark : "empty heading");
          level = now;
        } else if (tag === "img") {
          flush();
          const has = child.hasAttribute("alt");
          if (!has || child.alt) add("image", child.alt || "", "", has ? "" : "no description");
        } else if (tag === "a") {
          const inner = words(child);
          const images = child.querySelectorAll("img");
          if (inner) line += `${inner} (link)`;
          for (const image of images) {
            flush();
            add("link, image", image.alt || "", "", image.alt ? "" : "no description");
          }
          if (!inner && !images.length && child.hasAttribute("href")) {
            flush();
            add("link", "", "", "no text");
          }
        } else if (tag === "ul" || tag === "ol") {
          flush();
          const items = [...child.children].filter((item) => item.localName === "li").length;
          add("list", items === 1 ? "1 item" : `${items} items`);
          walk(child);
          flush();
        } else if (tag === "table" && child.getAttribute("role") !== "presentation") {
          flush();
          add("table", `${child.rows.length} rows, ${child.rows[0] ? child.rows[0].cells.length : 0} columns`);
          for (const row of child.rows) add("row", [...row.cells].map(words).join("; "));
        } else if (/^(p|li|div|blockquote|pre|td|th|tr|dt|dd|figure|figcaption|section|article|summary|details|br|hr)$/.test(tag)) {
          flush();
          walk(child);
          flush();
        } else if (tag === "del" || tag === "s") {
          line += ` ${words(child)} `;
        } else {
          walk(child);
        }
      }
    };
    walk(root);
    flush();
    $("heard").replaceChildren(list);
  }

  // ---- the last issue

  async function loadLast() {
    if (lastIssue) return;
    const answer = await fetch("last");
    if (answer.ok) lastIssue = await answer.json();
    showLast();
  }

  function sectionInView() {
    const line = barHeight() + (innerHeight - barHeight()) * 0.3;
    const blocks = [...root.children];
    let at = blocks.findIndex((block) => block.getBoundingClientRect().bottom > line);
    if (at < 0) at = blocks.length - 1;
    const section = page.section_of[at];
    return section === null || section === undefined ? null : page.sections[section];
  }

  function showLast() {
    $("beside").hidden = !choices.last || !lastIssue;
    if ($("beside").hidden || !page) return;
    const plain = (title) => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
    const title = sectionInView();
    const section = title === null ? lastIssue.sections[0] : lastIssue.sections.find((one) => plain(one.title) === plain(title));
    const key = section ? section.title : `-${title}`;
    if ($("beside").dataset.key === key) return;
    $("beside").dataset.key = key;
    $("beside").querySelector("h2").textContent = section ? lastIssue.name : `${lastIssue.name}: no section “${title}”`;
    besideShadow.replaceChildren(make(section ? section.html : ""));
  }

  // ---- switches

  function pressed(group, value) {
    for (const one of $(group).querySelectorAll("button")) {
      one.setAttribute("aria-pressed", String(one.dataset.value === value));
    }
  }

  function applyChoices() {
    try {
      sessionStorage.setItem("choices", JSON.stringify(choices));
    } catch {
      // Storage may be off.
    }
    const narrow = Number(choices.width) < 500;
    document.documentElement.dataset.theme = choices.theme;
    document.documentElement.style.setProperty("--width", `${choices.width}px`);
    for (const one of [host, besideShadow.host]) {
      one.dataset.theme = choices.theme;
      one.dataset.images = choices.images;
      one.dataset.target = page ? page.target : choices.target;
      one.toggleAttribute("data-narrow", narrow);
    }
    pressed("widths", choices.width);
    pressed("themes", choices.theme);
    pressed("targets", page ? page.target : choices.target);
    $("images").setAttribute("aria-pressed", String(choices.images === "off"));
    $("reader").setAttribute("aria-pressed", String(choices.reader));
    $("problems").setAttribute("aria-pressed", String(choices.problems));
    $("last").setAttribute("aria-pressed", String(choices.last));
    $("paper").hidden = choices.reader;
    $("heard").hidden = !choices.reader;
    document.documentElement.style.setProperty("--top", `${barHeight()}px`);
    if (!page) return;
    if (choices.reader) hear();
    if (choices.last) loadLast();
    showLast();
    drawProblems();
  }

  function choose(name, value) {
    choices[name] = value;
    applyChoices();
  }

  for (const [group, name] of [["widths", "width"], ["themes", "theme"]]) {
    $(group).addEventListener("click", (event) => {
      if (event.target.dataset.value) choose(name, event.target.dataset.value);
    });
  }
  $("targets").addEventListener("click", (event) => {
    if (!event.target.dataset.value) return;
    choices.target = event.target.dataset.value;
    applyChoices();
    place = null;
    connect();
  });
  $("images").addEventListener("click", () => choose("images", choices.images === "off" ? "on" : "off"));
  $("reader").addEventListener("click", () => choose("reader", !choices.reader));
  $("problems").addEventListener("click", () => choose("problems", !choices.problems));
  $("last").addEventListener("click", () => choose("last", !choices.last));
  $("read").addEventListener("click", () => send({ action: "read" }));
  $("remote").addEventListener("click", () => {
    query.set("images", loadsRemote ? "local" : "remote");
    location.search = query.toString();
  });
  $("changes").addEventListener("click", () => {
    const blocks = (page.unread || []).map((n) => root.children[n]).filter(Boolean);
    const line = barHeight() + 12;
    const next = blocks.find((block) => block.getBoundingClientRect().top > line + 4) || blocks[0];
    if (next) scrollBy({ top: next.getBoundingClientRect().top - line, behavior: "smooth" });
  });

  // ---- clicks

  function say(text) {
    $("hint").textContent = text;
    $("hint").hidden = !text;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => ($("hint").hidden = true), 4000);
  }

  async function send(click) {
    try {
      const answer = await fetch("click", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(click),
      });
      if (answer.status === 409) say("This changed meanwhile, or the preview is read-only.");
      else if (!answer.ok) say("copydesk did not take the click.");
      else if (click.action === "fix" || click.action === "waive") closePanel();
    } catch {
      say("copydesk is not running any more.");
    }
  }

  function go(block, at) {
    if (!block || page.writer !== "desk") return;
    const n = [...root.children].indexOf(block);
    send({ action: "go", target: page.target, block: n, key: block.dataset.key, at });
  }

  root.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a");
    const href = link && link.getAttribute("href");
    if (href && href.startsWith("#")) {
      event.preventDefault();
      const name = decodeURIComponent(href.slice(1));
      const goal = shadow.getElementById(name) || root.querySelector(`a[name="${CSS.escape(name)}"]`);
      if (goal) scrollBy({ top: goal.getBoundingClientRect().top - barHeight() - 12, behavior: "smooth" });
      return;
    }
    const selection = shadow.getSelection ? shadow.getSelection() : getSelection();
    if (selection && !selection.isCollapsed) return;
    if (!page || page.writer !== "desk") return;
    const block = event.target.closest(".block");
    if (!block) return;
    if (link) {
      event.preventDefault();
      say("Ctrl-click opens the link.");
    }
    go(block, placeOf(event.target, block));
  });

  root.addEventListener("error", (event) => {
    if (event.target.localName === "img") event.target.classList.add("missing");
  }, true);
  root.addEventListener("load", (event) => {
    if (event.target.localName === "img") event.target.classList.remove("missing");
  }, true);

  // ---- the stream

  function show(message) {
    page = message;
    document.title = `${page.title} – preview`;
    $("title").textContent = page.title;
    $("file").textContent = page.file;
    const kept = new Map();
    for (const key of page.keys) kept.set(key, page.blocks[key] ?? store.get(key));
    store = kept;
    patch(page.keys);
    const unread = new Set(page.unread || []);
    [...root.children].forEach((block, n) => {
      block.classList.toggle("unread", unread.has(n));
      block.classList.toggle("cut", page.cut === n);
    });
    if ($("targets").children.length !== page.targets.length) {
      $("targets").replaceChildren(...page.targets.map((target) => {
        const one = document.createElement("button");
        one.dataset.value = target;
        one.textContent = labels[target];
        return one;
      }));
    }
    $("targets").hidden = page.targets.length < 2;
    $("last").hidden = !page.has_last;
    $("changes").hidden = !page.unread || !page.unread.length;
    $("changes").textContent = `${(page.unread || []).length} changed`;
    const remote = root.querySelectorAll("img[data-remote]").length;
    $("remote").hidden = !remote;
    $("remote").textContent = loadsRemote ? "Unload remote images" : `Load ${remote} remote ${remote === 1 ? "image" : "images"}`;
    $("remarks").hidden = !page.remarks.length;
    $("remarks").textContent = page.remarks.join(" · ");
    applyChoices();
    showCursor(page.cursor, moved(page.cursor));
    // For tests and for those who look on: which page this is.
    document.documentElement.dataset.pages = String(Number(document.documentElement.dataset.pages || 0) + 1);
  }

  function state(name, text) {
    $("state").className = name;
    $("state").title = text;
    $("state").setAttribute("aria-label", text);
  }

  function connect() {
    if (stream) stream.close();
    // A new stream sends all blocks, and equal keys are equal blocks.
    stream = new EventSource(`events?target=${choices.target}`);
    stream.addEventListener("open", () => state("open", "Follows the draft"));
    stream.addEventListener("error", () => state("", "Connecting"));
    stream.addEventListener("page", (event) => show(JSON.parse(event.data)));
    stream.addEventListener("cursor", (event) => {
      const cursor = JSON.parse(event.data);
      showCursor(cursor, moved(cursor));
    });
    stream.addEventListener("closed", () => {
      stream.close();
      state("closed", "copydesk was closed");
      say("copydesk was closed. This is the last state.");
    });
  }

  addEventListener("scroll", showLast, { passive: true });
  new ResizeObserver(() => page && drawProblems()).observe(host);
  applyChoices();
  connect();
})();
