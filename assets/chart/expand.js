// What analysis/embed.py wrote, made whole: the page's pool of rows, and a figure's points.

import { wilson } from './format.js';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Positions from their differences. */
export function undelta(differences) {
  let position = 0;
  return differences.map((difference) => (position += difference));
}

/** Names from (length shared with the name before) + (the rest). */
export function undoFrontCode(coded) {
  let before = '';
  return coded.map((entry) => {
    before = before.slice(0, DIGITS.indexOf(entry[0])) + entry.slice(1);
    return before;
  });
}

export const emptyPool = () => ({ size: 0, facts: {}, measures: {} });

function decodeFacts(facts) {
  const weights = undoFrontCode(facts.weights);
  const columns = { weights };
  for (const [name, coded] of Object.entries(facts)) {
    if (name === 'weights') continue;
    if (name === 'hub_id') {
      columns.hub_id = weights.map((weight, i) => coded[i] ?? `timm/${weight}`);
    } else {
      columns[name] = coded.words ? coded.index.map((i) => coded.words[i]) : coded;
    }
  }
  return columns;
}

/** The first rows of a pool, as many as a chunk says, and the chunk's rows and measures. */
export function extend(pool, chunk) {
  const size = chunk.start;
  const fresh = chunk.facts ? decodeFacts(chunk.facts) : {};
  const count = fresh.weights?.length ?? 0;
  const facts = {};
  for (const name of new Set([...Object.keys(pool.facts), ...Object.keys(fresh)])) {
    const old = pool.facts[name] ?? new Array(size);
    facts[name] = old.slice(0, size).concat(fresh[name] ?? new Array(count));
  }
  const measures = { ...pool.measures };
  for (const [name, { rows, values }] of Object.entries(chunk.measures)) {
    const column = (measures[name] ?? []).slice();
    for (const [i, row] of undelta(rows).entries()) column[row] = values[i];
    measures[name] = column;
  }
  return { size: size + count, facts, measures };
}

/** The points of a figure: columns by name, computed when first asked for. */
export class Points {
  #columns = new Map();

  constructor(figure, pool) {
    this.figure = figure;
    this.pool = pool;
    this.rows = figure.rows ? undelta(figure.rows) : [];
  }

  get length() {
    return this.rows.length;
  }

  has(name) {
    return this.column(name) !== undefined;
  }

  get(name, i) {
    return this.column(name)?.[i];
  }

  column(name) {
    if (!this.#columns.has(name)) this.#columns.set(name, this.#make(name));
    return this.#columns.get(name);
  }

  #make(name) {
    const { figure, pool } = this;
    if (figure.columns?.[name]) return figure.columns[name];
    if (name === 'secs') return this.column('samples_per_sec')?.map((speed) => 1 / speed);
    if (name === 'top1_low' || name === 'top1_high') {
      const side = name === 'top1_low' ? 0 : 1;
      return figure.images
        ? this.column('top1')?.map((top1) => wilson(top1, figure.images)[side])
        : undefined;
    }
    const measure = figure.measures?.[name];
    const source = measure ? pool.measures[measure] : pool.facts[name];
    return source && this.rows.map((row) => source[row]);
  }
}

function lookUp(value, points, rows) {
  if (typeof value === 'string' && value.startsWith('@')) {
    const [name, power] = value.slice(1).split('^');
    const column = points.column(name);
    return rows.map((row) => (power ? column[row] ** power : column[row]));
  }
  if (value && typeof value === 'object' && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, lookUp(part, points, rows)]));
  }
  return value;
}

/**
 * A trace as plotly draws it. `keep` says which of its points to draw.
 * The result's `rows` are the points' positions, in the order drawn.
 */
export function expandTrace(trace, points, keep = () => true) {
  if (!trace.rows) return trace;
  const { rows: coded, name, ...rest } = trace;
  const rows = undelta(coded).filter(keep);
  return { ...lookUp(rest, points, rows), name, rows };
}
