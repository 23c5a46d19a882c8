// The model that a name in a field or an address stands for. No DOM.

import { HOW, names, resolve } from '../chart/resolve.js';

const known = new WeakMap();

/** The names of the data, as the resolver takes them; collected once. */
export function namesOf(data) {
  if (!known.has(data)) {
    const hubs = Object.entries(data.hub_id).map(([row, hub]) => [hub.toLowerCase(), data.weights[row]]);
    const defaults = data.defaults.map((row) => [data.weights[row].split('.', 1)[0], data.weights[row]]);
    const { weights, renames, torchvision } = data;
    const [byHub, byArchitecture] = [hubs, defaults].map(Object.fromEntries);
    known.set(data, names({ weights, renames, torchvision, hubs: byHub, defaults: byArchitecture }));
  }
  return known.get(data);
}

/**
 * Find a model by `weights@img_size` or by weights alone, then at their smallest image size; the
 * weights under any name that stands for them. Returns `{id, problem, note, similar}`: a null id, a
 * sentence of what is wrong and the ids of similar models where nothing fits, else a sentence of
 * what the name was taken for where it is not the id.
 */
export function findModel(name, data) {
  const text = name.trim();
  const found = { id: null, problem: null, note: null, similar: [] };
  if (data.rows.has(text)) return { ...found, id: text };
  const size = /@(\d[^@]*)$/.exec(text)?.[1];
  const { weights, how, suggestions } = resolve(text, namesOf(data));
  if (!weights) {
    const similar = suggestions.map((one) => data.id[rowsOf(one, data)[0]]);
    return {
      ...found,
      similar,
      problem: `There are no weights “${short(text)}” in the edition of ${data.edition}.`,
    };
  }
  const rows = rowsOf(weights, data);
  const exact = rows.find((one) => String(data.imgSize[one]) === size);
  const row = exact ?? rows[0];
  const sizes = rows.map((one) => data.imgSize[one]).join(', ');
  return {
    ...found,
    id: data.id[row],
    problem:
      size && exact === undefined
        ? `“${short(weights)}” is in the data at ${sizes} px, not at “${short(size)}”.`
        : null,
    note: how.length
      ? `“${short(text)}” is taken for ${short(weights)} at ${data.imgSize[row]} px: ${how.map((step) => HOW[step]).join(', ')}.`
      : null,
  };
}

function rowsOf(weights, data) {
  const found = [];
  data.weights.forEach((name, row) => {
    if (name === weights) found.push(row);
  });
  return found.sort((a, b) => data.imgSize[a] - data.imgSize[b]);
}

export function short(text) {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
