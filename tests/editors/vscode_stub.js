// What the extension and its client library use of VS Code: settings, one open document, messages, commands and
// diagnostics. All else is there and does nothing.
"use strict";

const fs = require("node:fs");
const { pathToFileURL, fileURLToPath } = require("node:url");

const commands = new Map();
const watching = new Set();
const collections = new Set();
const documents = [];
const disposable = (dispose = () => {}) => ({ dispose });

class Emitter {
  event = () => disposable();
  fire() {}
  dispose() {}
}

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: () => disposable() };
  cancel() {}
  dispose() {}
}

class Uri {
  constructor(text) {
    this.text = text;
    this.scheme = text.split(":")[0];
    this.fsPath = this.scheme === "file" ? fileURLToPath(text) : text;
  }
  toString() {
    return this.text;
  }
  static parse(text) {
    return new Uri(text);
  }
  static file(path) {
    return new Uri(pathToFileURL(path).href);
  }
}

class Kind {
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new Kind(this.value ? `${this.value}.${part}` : part);
  }
}

const kinds = {
  Empty: "",
  QuickFix: "quickfix",
  Refactor: "refactor",
  RefactorExtract: "refactor.extract",
  RefactorInline: "refactor.inline",
  RefactorMove: "refactor.move",
  RefactorRewrite: "refactor.rewrite",
  Source: "source",
  SourceFixAll: "source.fixAll",
  SourceOrganizeImports: "source.organizeImports",
  Notebook: "notebook",
};

class Collection {
  all = new Map();
  constructor() {
    collections.add(this);
  }
  set(uri, problems) {
    this.all.set(uri.fsPath, problems ?? []);
  }
  delete(uri) {
    this.all.delete(uri.fsPath);
  }
  clear() {
    this.all.clear();
  }
  dispose() {
    collections.delete(this);
  }
}

// What the test does, as the person at the editor.
const editor = {
  settings: { path: "copydesk", stage: null, select: [], ignore: [], checklist: true, codeLens: true },
  // The messages.
  shown: [],
  run: (name, ...args) => commands.get(name)(...args),
  open(path) {
    const text = fs.readFileSync(path, "utf8");
    documents.push({ uri: Uri.file(path), languageId: "markdown", version: 1, getText: () => text, save: async () => {} });
  },
  problems: (path) => [...collections].flatMap((one) => one.all.get(path) ?? []),
  listeners: () => watching.size,
  change(settings) {
    Object.assign(editor.settings, settings);
    const names = Object.keys(settings).map((name) => `copydesk.${name}`);
    const affectsConfiguration = (section) =>
      names.some((name) => name === section || name.startsWith(`${section}.`));
    for (const { handler } of [...watching]) handler({ affectsConfiguration });
  },
};

const show = async (message) => {
  editor.shown.push(message);
};

function configuration(section) {
  const all = { copydesk: editor.settings };
  const of = section ? all[section] : all;
  return { get: (name) => of?.[name], has: (name) => of !== undefined && name in of };
}

const known = {
  version: "1.100.0",
  editor,
  Uri,
  CancellationTokenSource,
  EventEmitter: Emitter,
  CodeActionKind: Object.fromEntries(Object.entries(kinds).map(([name, value]) => [name, new Kind(value)])),
  LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  commands: {
    registerCommand(name, handler) {
      if (commands.has(name)) throw new Error(`the command ${name} is there twice`);
      commands.set(name, handler);
      return disposable(() => commands.delete(name));
    },
    executeCommand: async () => {},
  },
  window: {
    showErrorMessage: show,
    showWarningMessage: show,
    showInformationMessage: show,
    createOutputChannel: () => anything({ logLevel: 3 }),
    visibleTextEditors: [],
    tabGroups: anything({ all: [] }),
  },
  workspace: {
    getConfiguration: configuration,
    onDidChangeConfiguration(handler) {
      const one = { handler };
      watching.add(one);
      return disposable(() => watching.delete(one));
    },
    textDocuments: documents,
    workspaceFolders: undefined,
  },
  env: { language: "en", appName: "stub" },
  languages: {
    match: (_, document) => (document.languageId === "markdown" ? 10 : 0),
    createDiagnosticCollection: () => new Collection(),
  },
};
Object.defineProperty(known.window, "activeTextEditor", { get: () => ({ document: documents[0] }) });

// An object with some members, and others that do nothing: events, registrations, and classes.
function anything(own) {
  const isPlain = (value) => value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
  return new Proxy(own, {
    get(target, name) {
      if (name in target) {
        const value = target[name];
        return isPlain(value) && target === known && name !== "editor" ? anything(value) : value;
      }
      // Not a promise, and not iterable.
      if (typeof name === "symbol" || name === "then") return undefined;
      if (/^[a-z]/.test(name)) return anything(() => anything({ dispose() {} }));
      return class {
        constructor(...given) {
          Object.assign(this, given);
        }
        dispose() {}
      };
    },
  });
}

module.exports = anything(known);
