// node bundle.mjs FOLDER OUTPUT ENTRY…: the scripts of a folder as few files; prints, as JSON, the
// file that each module became part of and the files that each file needs.

import { relative } from 'node:path';
import { rolldown } from 'rolldown';

const DEVICE = /\/assets\/device\/(?!folded)/;
const [folder, output, ...entries] = process.argv.slice(2);
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry.replace(/\.js$/, ''), `${folder}/${entry}`])),
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
});
// What several pages start with is one file, which runs on all of them; the reader's own device,
// which some load later, another.
const groups = [
  { debugName: 'shared', minShareCount: 2, name: (id) => (DEVICE.test(id) ? 'device' : 'shared') },
];
const { output: files } = await bundle.write({
  dir: output,
  format: 'es',
  minify: true,
  sourcemap: true,
  entryFileNames: '[name].js',
  chunkFileNames: 'assets/parts/[name]-[hash].js',
  codeSplitting: { includeDependenciesRecursively: false, groups },
});
const scripts = files.filter(({ type }) => type === 'chunk');
const became = scripts.flatMap(({ fileName, moduleIds }) =>
  moduleIds.map((id) => [relative(folder, id), fileName]),
);
const needs = scripts.map(({ fileName, imports }) => [fileName, imports]);
console.log(JSON.stringify({ became: Object.fromEntries(became), needs: Object.fromEntries(needs) }));
