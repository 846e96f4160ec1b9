// Small newsletters for the tests of the preview.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";

export function write(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

function crc(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let n = 0; n < 8; n++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

// An image of one colour, with a darker stripe.
export function png(width, height, [red, green, blue]) {
  const row = Buffer.concat([Buffer.from([0]), ...Array(width).fill(Buffer.from([red, green, blue]))]);
  const stripe = Buffer.concat([Buffer.from([0]), ...Array(width).fill(Buffer.from([red >> 1, green >> 1, blue >> 1]))]);
  const rows = Array.from({ length: height }, (_, y) => (y % 40 < 8 ? stripe : row));
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const out = Buffer.alloc(8 + data.length + 4);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), 8 + data.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.concat(rows))), chunk("IEND", Buffer.alloc(0))]);
}

const settings = `extends: none
name: lamp-post
files:
  drafts: "_drafts/{date}-draft.md"
  posts: "_posts/{date}-lamp-post.md"
section_levels: [2]
renderer: commonmark
sections:
  - id: news
    title: News
    headings: [news]
    kinds: [prose]
  - id: projects
    title: Projects
    headings: [projects]
    kinds: [prose]
  - id: notes
    title: Notes
    headings: [notes]
    kinds: [prose]
`;

const filler = (word) => Array.from({ length: 14 }, (_, n) =>
  `Paragraph ${n + 1} of ${word} says a little about lamps, benches and the people who repair them, so that the page is long enough to be scrolled.`).join("\n\n");

export const draft = `---
layout: post
title: "Lamp Post 12: bells, benches and a map"
date: 2026-06-08
---
Welcome to the twelfth issue. This week's **news** is short, and the [map](https://example.org/map) has grown.

## News

![A bench in the morning](/assets/bench.png)

A new bench was set up on the the square. It has room for four, and a place for a bag. See [the announcement](https://example.org/bench).

> The bench is where the town talks.

* A first item with \`code\` in it
* A second item, with [a link](https://example.org/second)
* A third item

| Lamp | Watts | Since |
|------|-------|-------|
| Old  | 60    | 1998  |
| New  | 7     | 2026  |

${filler("news")}

## Projects

![](/assets/map.png)

The map shows every lamp.

\`\`\`python
for lamp in lamps:
    print(lamp.place)
\`\`\`

${filler("projects")}

## Notes

The last words of the issue.
`;

export function lampPost(folder) {
  write(folder, {
    "copydesk.yml": settings,
    "_drafts/2026-06-08-draft.md": draft,
    "_posts/2026-06-01-lamp-post.md": "---\nlayout: post\ntitle: \"Lamp Post 11\"\ndate: 2026-06-01\n---\nWelcome.\n\n## News\n\nLast week's news was about a fountain.\n\n## Notes\n\nNone.\n",
    "assets/bench.png": png(640, 240, [214, 164, 92]),
    "assets/map.png": png(640, 200, [120, 170, 140]),
  });
}

const out = "https://outside.example";

export const hostile = `---
title: "<script>window.hacked = 'title'</script>"
date: 2026-06-08
---
First paragraph.

<script>window.hacked = 1</script>
<script src="${out}/a.js"></script>

<img src=x onerror="window.hacked = 2"> <img src="${out}/pixel.png" srcset="${out}/2x.png 2x" onload="window.hacked = 3">

![remote](${out}/remote.png) ![up](../../../../etc/passwd.png)

<svg><script>window.hacked = 4</script><image href="${out}/svg.png"/></svg>
<svg onload="window.hacked = 5"></svg>

<iframe src="${out}/frame" srcdoc="<script>parent.hacked = 6</script>"></iframe>

<a href="javascript:window.hacked=7" id="js">click</a> <a href="${out}/ping" ping="${out}/ping2">ping</a>

<form action="${out}/form"><button formaction="${out}/x">send</button><input autofocus onfocus="window.hacked = 8"></form>

<style>@import "${out}/a.css"; body { background: url(${out}/css.png) } #bar { display: none }</style>

<div style="background: url(${out}/style.png); position: fixed; inset: 0; z-index: 99999">over everything</div>

<link rel="stylesheet" href="${out}/link.css"><meta http-equiv="refresh" content="0;url=${out}/meta"><base href="${out}/">

<video src="${out}/v.mp4" autoplay poster="${out}/p.png"></video><audio src="${out}/a.mp3" autoplay></audio><object data="${out}/o"></object><embed src="${out}/e">

<table background="${out}/table.png"><tr><td background="${out}/td.png">cell</td></tr></table>

<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.hacked=9&gt;"></table></math>

<noscript><p title="</noscript><img src=x onerror=window.hacked=10>"></noscript>

<template><script>window.hacked = 11</script></template> <details open ontoggle="window.hacked = 12"><summary>s</summary>d</details>

<p id="article" name="bar">clobbers</p>

## Last heading

The end.
`;
