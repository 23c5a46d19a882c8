// Constraints: which rows meet them, what each one costs, and how little would have to give.

import { decodeMaps, isDropIn, isPyramid } from './backbone.js';
import { word } from './data.js';
import { batches } from './memory.js';

const LICENSES = {
  permissive: (name) => name === 'permissive',
  commercial: (name) => name !== 'non-commercial',
};

/**
 * The constraints of a state that are in force, each `{id, admits(row)}`, a numeric one also
 * `{values, bound, side}`. A value that is missing meets no bound. The two that stand for the data
 * itself (`measured`, `fixtures`) come first.
 */
export function constraints(data, speed, score, state, deviceCounts = null) {
  const found = [
    {
      id: 'measured',
      fixed: true,
      admits: (row) => !Number.isNaN(speed[row]) && !Number.isNaN(score.value[row]),
    },
  ];
  if (!state.fixtures) found.push({ id: 'fixtures', fixed: true, admits: (row) => !data.fixture[row] });
  const bound = (id, values, side) => {
    const limit = state[id];
    if (limit === null) return;
    const admits = side === 'min' ? (row) => values[row] >= limit : (row) => values[row] <= limit;
    found.push({ id, admits, values, bound: limit, side });
  };
  bound('minSpeed', speed, 'min');
  if (state.maxMs !== null)
    bound(
      'maxMs',
      speed.map((perSecond) => 1000 / perSecond),
      'max',
    );
  bound('minTop1', score.value, 'min');
  bound('maxParams', data.params, 'max');
  bound('maxGmacs', data.gmacs, 'max');
  bound('maxActs', data.activations, 'max');
  bound('maxChannels', data.channels, 'max');
  bound('minSize', data.imgSize, 'min');
  bound('maxSize', data.imgSize, 'max');
  if (state.minBatch !== null) bound('minBatch', batches(data, state.memory), 'min');
  const among = (id, column, wanted = true) => {
    if (!state[id].length) return;
    const listed = column.words.map((name) => state[id].includes(name) === wanted);
    found.push({ id, admits: (row) => listed[column.index[row]] });
  };
  among('kinds', data.kind);
  among('families', data.family);
  among('notFamilies', data.family, false);
  among('pretraining', data.pretraining);
  if (state.license !== 'any') {
    const allowed = LICENSES[state.license];
    const listed = data.license.words.map((name) => allowed(data.license_classes[name]));
    found.push({ id: 'license', admits: (row) => listed[data.license.index[row]] });
  }
  if (state.distilled !== 'any') {
    const wanted = state.distilled === 'yes' ? 1 : 0;
    found.push({ id: 'distilled', admits: (row) => data.distilled[row] === wanted });
  }
  const plugs = (id, fits) => {
    const listed = data.maps.words.map((text) => fits(decodeMaps(text)));
    found.push({ id, admits: (row) => listed[data.maps.index[row]] });
  };
  if (state.pyramid) plugs('pyramid', isPyramid);
  if (state.anySize) found.push({ id: 'anySize', admits: (row) => data.anySize[row] === 1 });
  const reference = data.rows.get(state.from);
  if (state.dropIn && reference !== undefined) {
    const wanted = decodeMaps(word(data.maps, reference));
    plugs('dropIn', (maps) => isDropIn(maps, wanted));
  }
  const words = state.name.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length) {
    found.push({
      id: 'name',
      admits: (row) => words.every((part) => data.lower[row].includes(part)),
    });
  }
  if (deviceCounts && state.devices > 0) bound('devices', deviceCounts, 'min');
  return found;
}

/**
 * Apply constraints to all rows.
 *
 * Returns `passing` (rows in order), `failed` (per row, bit i set where constraint i is not met)
 * and `excluded`: per constraint how many rows fail it (`count`) and how many fail it alone
 * (`alone`), among the rows that the two fixed ones leave; for those, among all rows.
 */
export function apply(found, n) {
  const failed = new Uint32Array(n);
  const fixed = bits(found, (one) => one.fixed);
  const excluded = found.map(({ id }) => ({ id, count: 0, alone: 0 }));
  const passing = [];
  for (let row = 0; row < n; row++) {
    let mask = 0;
    for (let i = 0; i < found.length; i++) if (!found[i].admits(row)) mask |= 1 << i;
    failed[row] = mask;
    if (mask === 0) passing.push(row);
    for (let i = 0; i < found.length; i++) {
      const bit = 1 << i;
      if (!(mask & bit) || (!found[i].fixed && mask & fixed)) continue;
      excluded[i].count++;
      if (mask === bit) excluded[i].alone++;
    }
  }
  return { passing, failed, excluded };
}

/**
 * The nearest changes that give a result: as few constraints as possible, and of each set of them
 * the row that is closest. At most `most`, each `{row, changes: {id: new value, or null to drop}}`.
 */
export function relaxations(found, failed, most = 3) {
  const fixed = bits(found, (one) => one.fixed);
  const nearest = new Map();
  failed.forEach((mask, row) => {
    if (mask === 0 || mask & fixed) return;
    const distance = found.reduce((sum, one, i) => sum + (mask & (1 << i) ? shortfall(one, row) : 0), 0);
    const known = nearest.get(mask);
    if (!known || distance < known.distance) nearest.set(mask, { row, distance });
  });
  const ranked = [...nearest].map(([mask, { row, distance }]) => ({
    row,
    distance,
    broken: found.filter((_, i) => mask & (1 << i)),
  }));
  const fewest = Math.min(...ranked.map(({ broken }) => broken.length));
  return ranked
    .filter(({ broken }) => broken.length === fewest)
    .sort((a, b) => a.distance - b.distance || a.row - b.row)
    .slice(0, most)
    .map(({ row, broken }) => ({
      row,
      changes: Object.fromEntries(broken.map((one) => [one.id, loosened(one, row)])),
    }));
}

/** How far a row misses a bound, as a logarithm of the ratio; 1 for what is not a number. */
function shortfall(one, row) {
  if (!one.values || Number.isNaN(one.values[row])) return 1;
  const [value, bound] = [Math.max(one.values[row], 1e-9), Math.max(one.bound, 1e-9)];
  return Math.abs(Math.log(value / bound));
}

function loosened(one, row) {
  if (!one.values || Number.isNaN(one.values[row])) return null;
  return roundOutward(one.values[row], one.side);
}

/** Three digits that count, rounded so that the value itself still passes. */
export function roundOutward(value, side) {
  if (value === 0) return 0;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2);
  const near = (side === 'min' ? Math.floor(value / step) : Math.ceil(value / step)) * step;
  const rounded = Number(near.toPrecision(3));
  return (side === 'min' ? rounded <= value : rounded >= value) ? rounded : value;
}

function bits(found, test) {
  return found.reduce((mask, one, i) => (test(one) ? mask | (1 << i) : mask), 0);
}
