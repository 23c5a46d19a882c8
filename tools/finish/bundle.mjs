// node bundle.mjs FOLDER OUTPUT ENTRY…: the scripts of a folder as few files; prints, as JSON, the
// file that each module became part of and the files that each file needs.

import { relative } from 'node:path';
import { rolldown } from 'rolldown';

const [folder, output, ...entries] = process.argv.slice(2);
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry.replace(/\.js$/, ''), `${folder}/${entry}`])),
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
});
// What several entries share becomes one file for each folder of modules, but for what only loads
// others later: it must not bring them now.
const groups = [
  {
    debugName: 'folder',
    minShareCount: 2,
    name: (id, graph) => {
      const { dynamicallyImportedIds, exports, importedIds } = graph.getModuleInfo(id);
      const later = dynamicallyImportedIds.length && !exports.length && !importedIds.length;
      const inFolders = relative(folder, id).split('/');
      return later ? null : inFolders.at(inFolders.length > 2 ? -2 : -1).replace(/\.js$/, '');
    },
  },
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
