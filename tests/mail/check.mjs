// Checks the HTML of a mail with programs that others wrote: `check.mjs MAIL.html STYLES.rs`.
//
// juice puts a style sheet into the elements: the styles of the mail are those that it computes. doiuse-email reports what
// mail clients do not support, by the data of caniemail.com. `.ci/run mail` runs it.

import assert from 'node:assert/strict';
import fs from 'node:fs';

import { doIUseEmail } from '@jsx-email/doiuse-email';
import juice from 'juice';

const [mail, styles] = process.argv.slice(2).map((path) => fs.readFileSync(path, 'utf8'));

// Without these, a mail is still readable: styles for the dark, the hidden preheader, what a screen reader says.
const OPTIONAL = ['Type selector', '@media', '<body> element', 'display:none', 'overflow', 'role attribute'];
const CLIENTS = ['gmail.*', 'apple-mail.*', 'outlook.*', 'yahoo.*'];

/** The declarations of a style, in one form and order. */
function declarations(style) {
  return style.split(';').map((part) => part.trim().replace(/\s*:\s*/, ':')).filter(Boolean).sort().join(';');
}

/** The styles of each element of the body with one of these names, in order. */
function stylesOf(html, names) {
  const tags = [...html.matchAll(/<(\w+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g)].filter(([, name]) => names.includes(name));
  return tags.map(([, name, attributes]) => [name, declarations(attributes.match(/\bstyle="([^"]*)"/)?.[1] ?? '')]);
}

function checkStyles() {
  const rows = [...styles.matchAll(/^ {8}((?:"\w+"(?: \| )?)+) => \{?\s*"([^"]+)"/gm)];
  const sheet = rows.map(([, names, style]) => [names.match(/\w+/g), style]);
  assert(sheet.length >= 8, 'the style sheet was not found');
  const names = sheet.flatMap(([names]) => names);
  const [, body] = mail.split('word-wrap:break-word">');
  const bare = body.replace(/<table border="1"[^>]*>/g, '<table>');
  const css = sheet.map(([names, style]) => `${names.join(',')} { ${style} }`).join('\n');
  const plain = bare.replace(/ style="[^"]*"/g, '');
  const inlined = juice.inlineContent(plain, css);
  const [ours, theirs] = [stylesOf(bare, names), stylesOf(inlined, names)];
  assert(ours.length > 30, `${ours.length} elements`);
  assert.deepEqual(ours, theirs);
  return ours.length;
}

function checkClients() {
  const { errors = [] } = doIUseEmail(mail, { emailClients: CLIENTS });
  const others = errors.filter((error) => !OPTIONAL.some((name) => error.startsWith(`\`${name}\``)));
  assert.deepEqual(others, []);
}

const count = checkStyles();
checkClients();
console.log(`juice computes the styles of ${count} elements as the mail has them, and the clients show them`);
