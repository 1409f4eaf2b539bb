import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { parseSync } from "oxc-parser";
import { runMain } from "./failure.mjs";
import { isMain } from "./node-version.mjs";
import { root } from "./settings.mjs";

const door = join(root, "engine", "index.ts");
const file = join(root, "engine", "reference.md");

const heading = `# Reference of the training engine

Everything that \`engine/index.ts\` exports, written from the docstrings by \`npm run engine:reference\`.
How it fits together is in the [README](README.md).
`;

/** The whole reference: what the door exports, by the file that defines it, in the order of the door. */
export function writeReference() {
  const exported = exportsOf(door);
  const silent = exported.filter(({ docs, needsDocs }) => needsDocs && docs.length === 0);
  if (silent.length > 0) throw new Error(`without a docstring: ${silent.map(({ name }) => name).join(", ")}`);
  const sections = Array.from(new Set(exported.map(({ path }) => path)), (path) => ({
    path,
    entries: exported.filter((entry) => entry.path === path),
  }));
  const anchors = anchorsOf(sections.flatMap(({ entries }) => entries.map(({ name }) => name)));
  const contents = sections.map(({ path, entries }) => {
    const names = entries.map(({ name }) => `[\`${name}\`](#${anchors.get(name)})`);
    return `- ${link(path)}: ${names.join(", ")}`;
  });
  const parts = sections.map(({ path, entries }) => `## ${link(path)}\n\n${entries.map(write).join("\n")}`);
  return `${heading}\n${contents.join("\n")}\n\n${parts.join("\n")}`;
}

/** What a module exports under which name, through its re-exports: {name, path, declarations}. */
function exportsOf(path, prefix = "") {
  const module = read(path);
  return module.body
    .flatMap((statement) => {
      if (statement.type === "ExportAllDeclaration") {
        const from = join(dirname(path), statement.source.value);
        return exportsOf(from, statement.exported === null ? prefix : `${prefix}${statement.exported.name}.`);
      }
      if (statement.type !== "ExportNamedDeclaration") return [];
      if (statement.source !== null) {
        const all = exportsOf(join(dirname(path), statement.source.value));
        return statement.specifiers.map(({ local, exported }) => {
          const found = all.find(({ name }) => name === local.name);
          if (found === undefined) throw new Error(`${relative(root, path)} exports ${local.name}, which is not there`);
          return { ...found, name: prefix + exported.name };
        });
      }
      return namesOf(statement.declaration).map((name) => ({ name: prefix + name, path, ...describe(module, name) }));
    })
    .filter(({ name }, i, all) => all.findIndex((other) => other.name === name) === i);
}

const modules = new Map();

function read(path) {
  let module = modules.get(path);
  if (module === undefined) {
    const text = readFileSync(path, "utf8");
    const { program, comments, errors } = parseSync(path, text);
    if (errors.length > 0) throw new Error(`${relative(root, path)}: ${errors[0].message}`);
    module = { path, text, body: program.body, comments };
    modules.set(path, module);
  }
  return module;
}

function namesOf(declaration) {
  if (declaration.type === "VariableDeclaration") return declaration.declarations.map(({ id }) => id.name);
  return [declaration.id.name];
}

// The docstring and the code of a name's declarations: several for an overloaded function.
function describe(module, name) {
  const statements = module.body.filter(
    ({ type, declaration }) => type === "ExportNamedDeclaration" && declaration && namesOf(declaration).includes(name),
  );
  const signatures = statements.filter(({ declaration }) => declaration.type === "TSDeclareFunction");
  const shown = signatures.length > 0 ? signatures : statements;
  return {
    needsDocs: statements.some(({ declaration }) => /Function|Class/.test(declaration.type)),
    docs: statements.map((statement) => docstring(module, statement.start)).filter((text) => text !== ""),
    code: shown.map(({ declaration }) => signature(module, declaration)),
  };
}

/** The docstring that ends right before a place, without its stars; empty where there is none. */
function docstring({ text, comments }, start) {
  const comment = comments.findLast(
    ({ type, value, end }) =>
      type === "Block" && value.startsWith("*") && end <= start && text.slice(end, start).trim() === "",
  );
  return comment === undefined
    ? ""
    : comment.value
        .slice(1)
        .replaceAll(/^[ \t]*\* ?/gm, "")
        .trim();
}

/** What a program needs to know of a declaration: types as they are, of functions and classes all but the bodies. */
function signature(module, declaration) {
  const { text } = module;
  switch (declaration.type) {
    case "FunctionDeclaration":
      return text.slice(declaration.start, declaration.body.start).trim();
    case "ClassDeclaration": {
      const members = declaration.body.body.filter(isPublic).map((member) => indented(memberOf(module, member)));
      const head = text.slice(declaration.start, declaration.body.start).trim();
      return members.length === 0 ? head : `${head} {\n${members.join("\n")}\n}`;
    }
    case "VariableDeclaration":
      return declaration.declarations.map((one) => constant(module, one)).join("\n");
    default:
      return text.slice(declaration.start, declaration.end);
  }
}

function isPublic({ accessibility, key, override }) {
  return accessibility !== "private" && accessibility !== "protected" && key?.type !== "PrivateIdentifier" && !override;
}

function memberOf(module, member) {
  const { text } = module;
  const docs = docstring(module, member.start);
  const end = member.value?.type === "FunctionExpression" ? member.value.body.start : member.end;
  const code = text.slice(member.start, end).trim().replace(/;$/, "");
  return docs === "" ? code : `/** ${docs.replaceAll("\n", "\n * ")} */\n${code}`;
}

// A constant by its type where that is written, else whole if it is short.
function constant({ text }, { id, init, start, end }) {
  if (id.typeAnnotation) return `const ${text.slice(id.start, id.end)}`;
  const body = init?.type === "ArrowFunctionExpression" ? init.body.start : end;
  return `const ${text.slice(start, body).trim()}`;
}

function indented(code) {
  return code.replaceAll(/^(?=.)/gm, "  ").replace(/^ {4}/, "  ");
}

function write({ name, docs, code }) {
  return `### ${name}\n\n\`\`\`ts\n${code.join("\n")}\n\`\`\`\n${docs.map((text) => `\n${text}\n`).join("")}`;
}

function link(path) {
  const place = posix.normalize(relative(dirname(file), path));
  return `[${place}](${place})`;
}

// As GitHub makes them of headings: those that differ by case alone get a number.
function anchorsOf(names) {
  const plain = names.map((name) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}_-]/gu, ""));
  return new Map(
    names.map((name, i) => {
      const before = plain.slice(0, i).filter((other) => other === plain[i]).length;
      return [name, before === 0 ? plain[i] : `${plain[i]}-${before}`];
    }),
  );
}

if (isMain(import.meta.url)) {
  await runMain(() => {
    const text = writeReference();
    if (!process.argv.includes("--check")) {
      writeFileSync(file, text);
      return 0;
    }
    if (readFileSync(file, "utf8") === text) return 0;
    console.error("engine/reference.md is not what the docstrings say: npm run engine:reference");
    return 1;
  });
}
