// data/estimate.json -> what the known runs teach of the models (analysis/estimate/known.py).

import { undoFrontCode } from '../chart/expand.js';

const SHARED = 2;

/** The models and what the known runs say of them, as arrays by model. */
export function decodeKnown(file) {
  const architectures = undoFrontCode(file.architectures);
  const count = architectures.length;
  const logs = chained(file.logs, file.before);
  const weights = file.runs.map((device) => 1 / file.runs.filter((other) => other === device).length);
  const kinds = file.runs.map((device) => file.kinds[device]);
  const groups = [...new Set(kinds)].map((kind) => kinds.map((other) => other === kind));
  groups.push(kinds.map(() => true));
  const means = groups.map((mine) => mean(logs, weights, mine, count));
  const measures = [file.layers, file.param_count_m, file.gmacs, file.activations_m];
  const patterns = projected(logs, means.at(-1), file.components, count);
  const costs = [...measures.slice(1), measures[0]].map((values) => standard(values.map(Math.log)));
  const share = Math.sqrt(file.components[0].length + SHARED);
  const places = new Map(architectures.map((name, i) => [`${name}@${file.img_size[i]}`, i]));
  const names = [...new Set(architectures)];
  return {
    architectures,
    imgSize: file.img_size,
    count,
    place: (name, size) => places.get(`${name}@${size}`) ?? -1,
    runs: logs,
    references: [...logs, ...means],
    means,
    measures: [new Array(count).fill(1), ...measures].map((values) => overMean(values)),
    linear: [...patterns, ...costs.map((values) => values.map((x) => x / 2))].map((values) =>
      values.map((x) => x / share),
    ),
    smooth: [...patterns, ...costs.slice(0, 3)],
    groups: [file.kind.index, file.family.index],
    kinds: file.kind,
    gmacs: file.gmacs,
    factors: table(file.factors),
    usual: table(file.usual),
    levels: file.levels,
    reference: file.reference,
    usualSize: new Map(names.map((name, i) => [name, file.usual_size[i]])),
    renames: new Map(Object.entries(file.renames)),
  };
}

/** A table by number of timings, between its numbers along their logarithm. */
export function between(rows, count) {
  const after = rows.findIndex(([number]) => number >= count);
  if (after === 0) return rows[0][1];
  if (after < 0) return rows.at(-1)[1];
  const [[low, first], [high, second]] = [rows[after - 1], rows[after]];
  const slope = (second - first) / (Math.log(high) - Math.log(low));
  return slope * (Math.log(count) - Math.log(low)) + first;
}

const table = (values) =>
  Object.entries(values)
    .map(([count, value]) => [Number(count), value ?? Number.POSITIVE_INFINITY])
    .sort(([one], [other]) => one - other);

function chained(differences, before) {
  const whole = [];
  for (const [run, column] of differences.entries()) {
    const from = whole[before[run]];
    whole.push(from ? column.map((value, i) => value + from[i]) : column);
  }
  return whole.map((column) => Float64Array.from(column, (value) => value / 100));
}

function mean(logs, weights, mine, count) {
  const total = weights.reduce((sum, weight, run) => sum + (mine[run] ? weight : 0), 0);
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (const [run, column] of logs.entries()) if (mine[run]) sum += weights[run] * column[i];
    return sum / total;
  });
}

function projected(logs, level, components, count) {
  const differences = logs.map((column) => {
    const apart = column.map((value, i) => value - level[i]);
    const middle = average(apart);
    return apart.map((value) => value - middle);
  });
  return [...components[0].keys()].map((k) =>
    Float64Array.from({ length: count }, (_, i) =>
      differences.reduce((sum, column, run) => sum + column[i] * components[run][k], 0),
    ),
  );
}

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const overMean = (values) => {
  const middle = average(values);
  return Float64Array.from(values, (value) => value / middle);
};

function standard(values) {
  const middle = average(values);
  const spread = Math.sqrt(average(values.map((value) => (value - middle) ** 2)));
  return values.map((value) => (value - middle) / Math.max(spread, 1e-12));
}
