// What analysis/publish/chooser.py wrote -> arrays by row. No DOM, no network.

import { undelta, undoFrontCode } from '../chart/expand.js';
import { decodeMaps, widest } from './backbone.js';

/** Numbers with null for what is missing -> numbers with NaN. */
export function numbers(values, at = null) {
  const read = (value) => (value === null ? NaN : value);
  return at ? Float64Array.from(at, (i) => read(values[i])) : Float64Array.from(values, read);
}

/** The weights file as arrays by row; `row` finds a row by its id, `weights@img_size`. */
export function decodeWeights(file) {
  const n = file.rows;
  const weights = undoFrontCode(file.weights);
  const key = undelta(file.key);
  const id = weights.map((name, row) => `${name}@${file.img_size[row]}`);
  const rows = new Map(id.map((name, row) => [name, row]));
  const flags = (places) => {
    const flag = new Uint8Array(n);
    for (const row of undelta(places)) flag[row] = 1;
    return flag;
  };
  const channels = file.maps.words.map((text) => widest(decodeMaps(text)));
  const lower = weights.map((name) => name.toLowerCase());
  return {
    ...file,
    n,
    weights,
    lower,
    key,
    id,
    rows,
    imgSize: Float64Array.from(file.img_size),
    distilled: flags(file.distilled),
    fixture: flags(file.fixtures),
    anySize: flags(file.any_size),
    defaults: undelta(file.defaults),
    year: Float64Array.from(key, (_, row) => file.families[word(file.family, row)]?.[2] ?? NaN),
    params: numbers(file.param_count_m),
    gmacs: numbers(file.gmacs, key),
    activations: numbers(file.activations_m, key),
    channels: Float64Array.from(file.maps.index, (place) => channels[place]),
    top1: mapValues(file.top1, (values) => numbers(values)),
    top5: mapValues(file.top5, (values) => numbers(values)),
    testSets: file.test_sets.map(([name, label, images, baseline]) => ({
      id: name,
      label,
      images,
      baseline,
    })),
    runs: file.runs.map(([name, task, device, deviceLabel, details, edition, batched]) => ({
      id: name,
      task,
      device,
      deviceLabel,
      details,
      compiled: details.includes('compiled'),
      edition,
      batched: batched === 1,
    })),
    training: file.training?.run ? file.training : null,
    devices: file.devices.map(([device, label, run]) => ({ id: device, label, run })),
  };
}

/** A run file as arrays by row of the weights file. */
export function decodeRun(file, data) {
  const { key } = data;
  const batches = file.batch_size.words;
  const reasons = new Map();
  let lacking = 0;
  file.samples_per_sec.forEach((value, place) => {
    if (value === null) reasons.set(place, file.missing.words[file.missing.index[lacking++]]);
  });
  return {
    id: file.run,
    speed: numbers(file.samples_per_sec, key),
    batch: Float64Array.from(key, (place) => batches[file.batch_size.index[place]] || NaN),
    /** Why the run has no speed for a row: a key of the weights file's `reasons`. */
    reason: (row) => reasons.get(key[row]) ?? null,
    /** The name under which the run measured a row, where it is another. */
    measuredAs: (row) => file.measured_as[key[row]] ?? null,
    /** The run's own parameter count of a row, where it differs. */
    params: (row) => file.param_count_m[key[row]] ?? null,
  };
}

/** The order of speeds on each device, by row: who has the larger number is faster. */
export const decodeOrders = (file, { key }) =>
  file.map((places) => Float64Array.from(key, (place) => places[place] || Number.NaN));

/** Whether the speed of a row was estimated, not measured. */
export const isEstimated = ({ basis }, row) => Boolean(basis?.[row]) && basis[row] !== 'measured';

/** The word of a row in a column that is written as words and places. */
export function word(column, row) {
  return column.words[column.index[row]];
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
