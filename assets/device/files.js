// The files that readers have -> one table of times per image (analysis/estimate/files.py).

import { Fault, firstOf } from './words.js';

export const UNITS = { ms: 1e-3, s: 1, 'images/s': null };
const NAMES = ['model', 'architecture', 'arch', 'name', 'network', 'weights'];
const SIZES = ['infer_img_size', 'img_size', 'image_size', 'input_size', 'resolution'];
const BATCHES = ['infer_batch_size', 'batch_size', 'batch'];
const PEAK = 'infer_peak_mb';
const RATE = /(images?|imgs?|samples?)[ _]?(\/|per)[ _]?(s|sec|second)\b|\bfps\b|throughput/;
const MILLISECONDS = /(^|[^a-z])(ms|msecs?|milliseconds?)($|[^a-z])/;
const SECONDS = /(^|[^a-z])(s|secs?|seconds?)($|[^a-z])/;
const TIME = /time|latency|inference|duration/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
const APART = 0.1;

/**
 * Timings from text: `rows` of name, imgSize, batchSize and secs (of one image), the `facts` of its
 * first lines, `notes` on how it was understood. `options` are unit, column, batchSize and only.
 */
export function readTimings(text, options = {}) {
  const table = cells(text);
  const rows = kept(table, options.only ?? {});
  if (!rows.length)
    throw new Fault(options.only ? 'No line is left.' : 'There are no rows beneath the header.');
  const name = first(table.header, NAMES);
  if (!name) throw new Fault(`There is no column of models: ${table.header.join(', ')}. Call one "model".`);
  const notes = [];
  const failed = rows.filter((row) => row.error);
  if (failed.length) notes.push(`Failed, left out: ${firstOf(failed.map((row) => row[name]))}.`);
  const good = rows.filter((row) => !row.error);
  const size = first(table.header, SIZES);
  const batch = first(table.header, BATCHES);
  const told = good.map((row) => {
    const batchSize = batch ? number(row[batch]) : Number.NaN;
    return {
      name: row[name],
      imgSize: size ? Number(row[size].match(/(\d+)\D*$/)?.[1] ?? Number.NaN) : Number.NaN,
      batchSize: Number.isNaN(batchSize) ? (options.batchSize ?? Number.NaN) : batchSize,
    };
  });
  const { secs, said } = seconds(table.header, good, told, options);
  const whole = told.map((row, i) => ({ ...row, secs: secs[i] }));
  const sound = (row) => row.secs > 0 && Number.isFinite(row.secs) && row.name !== '';
  const blank = whole.filter((row) => !sound(row));
  if (blank.length) notes.push(`Without a time, left out: ${firstOf(blank.map((row) => row.name))}.`);
  if (blank.length === whole.length) throw new Fault('No row has a time above zero.');
  return { rows: whole.filter(sound), facts: table.facts, notes: [said, ...notes, ...peak(good, name)] };
}

/** Which model took most memory, where the file tells it. */
function peak(rows, name) {
  const [most] = rows.filter((row) => row[PEAK] > 0).sort((a, b) => b[PEAK] - a[PEAK]);
  return most ? [`Peak memory: at most ${Number(most[PEAK]).toLocaleString('en')} MB (${most[name]}).`] : [];
}

function kept({ header, rows }, only) {
  for (const column of Object.keys(only)) {
    if (!header.includes(column)) throw new Fault(`There is no column ${column}: ${header.join(', ')}.`);
  }
  const left = rows.filter((row) => Object.entries(only).every(([column, value]) => row[column] === value));
  const devices = [...new Set(left.map((row) => row.device).filter(Boolean))];
  if (devices.length > 1) {
    const ask = { kind: 'only', choices: devices };
    throw new Fault(`The table has ${devices.length} devices: ${firstOf(devices)}. Say which it is.`, ask);
  }
  return left;
}

function cells(text) {
  const plain = text.replace(/^\ufeff/, '');
  if (/^\s*[[{]/.test(plain)) return fromJson(plain);
  const lines = plain.split(/\r\n|\r|\n/);
  const facts = {};
  for (const line of lines.filter((one) => one.startsWith('#') && one.includes(':'))) {
    const [key, ...value] = line.slice(1).split(':');
    facts[key.trim()] = value.join(':').trim();
  }
  const body = lines.filter((line) => line.trim() && !line.startsWith('#'));
  if (!body.length) throw new Fault('The file is empty.');
  const mark = [',', ';', '\t'].reduce((best, one) =>
    count(body[0], one) > count(body[0], best) ? one : best,
  );
  const [header, ...rows] = records(body.join('\n'), mark).map((row) => row.map((cell) => cell.trim()));
  const odd = rows.findIndex((row) => row.length !== header.length);
  if (odd >= 0) throw new Fault(`This is not a table: line ${odd + 2} has other cells than the header.`);
  if (new Set(header).size < header.length) throw new Fault('This is not a table: a column stands twice.');
  const decimal = (cell) => (mark === ';' ? cell.replace(/^(-?\d+),(\d+)$/, '$1.$2') : cell);
  const named = rows.map((row) => Object.fromEntries(header.map((column, i) => [column, decimal(row[i])])));
  return { header, rows: named, facts };
}

const count = (text, mark) => text.split(mark).length;

function fromJson(text) {
  let loaded;
  try {
    loaded = JSON.parse(text);
  } catch (error) {
    throw new Fault(`This begins like JSON and is none: ${error.message}.`);
  }
  const rows = Array.isArray(loaded) ? loaded : [loaded];
  if (!rows.every((row) => row && typeof row === 'object' && !Array.isArray(row))) {
    throw new Fault('This is not a list of objects, one for each model.');
  }
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const plain = rows.map((row) =>
    Object.fromEntries(header.map((column) => [column, String(row[column] ?? '')])),
  );
  return { header, rows: plain, facts: {} };
}

/** The records of a CSV text; a quoted cell may hold marks, quotes and line ends. */
function records(text, mark) {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${mark}\\n][^${mark}\\n]*)?)(${mark}|\\n|$)`, 'y');
  const found = [];
  let row = [];
  for (;;) {
    const match = cell.exec(text);
    if (!match) throw new Fault('This is not a table: a quotation mark stands alone.');
    const [, quoted, bare = '', end] = match;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === mark) continue;
    found.push(row);
    if (end === '') return found;
    row = [];
  }
}

function first(header, wanted) {
  const names = new Map(header.map((column) => [column.toLowerCase().replaceAll(' ', '_'), column]));
  return names.get(wanted.find((name) => names.has(name)));
}

function number(cell) {
  const plain = GROUPED.test(cell) ? cell.replaceAll(',', '') : cell;
  return NUMBER.test(plain) ? Number(plain) : Number.NaN;
}

function seconds(header, rows, told, { column, unit, batchSize }) {
  if (!column && !unit) {
    for (const prefix of ['infer_', '']) {
      if (header.includes(`${prefix}samples_per_sec`)) {
        return { secs: ofTimm(rows, told, prefix, header), said: "Read as timm's benchmark, inference." };
      }
    }
  }
  if (!column && header.some((name) => name.startsWith('train_samples'))) {
    throw new Fault('These are speeds of training; the estimate is of inference.');
  }
  const chosen = column ?? timeColumn(header, rows);
  if (!header.includes(chosen)) throw new Fault(`There is no column ${chosen}: ${header.join(', ')}.`);
  const known = unit ?? unitOf(chosen);
  if (!known) {
    const ask = { kind: 'unit', column: chosen, choices: Object.keys(UNITS) };
    throw new Fault(`The header ${chosen} tells no unit: say which it is.`, ask);
  }
  const values = rows.map((row) => number(row[chosen]));
  if (UNITS[known] === null) {
    return {
      secs: values.map((value) => (value > 0 ? 1 / value : Number.NaN)),
      said: `${chosen}: images/s.`,
    };
  }
  const secs = values.map((value) => (value * UNITS[known]) / (batchSize ?? 1));
  const what = batchSize ? `${batchSize} images` : 'one image';
  return { secs, said: `${chosen}: ${known}, taken as the time of ${what}.` };
}

/** timm's throughput, and its batch time where that agrees and so tells more digits. */
function ofTimm(rows, told, prefix, header) {
  const rate = rows.map((row) => number(row[`${prefix}samples_per_sec`]));
  const secs = rate.map((value) => (value > 0 ? 1 / value : Number.NaN));
  if (!header.includes(`${prefix}step_time`)) return secs;
  return secs.map((value, i) => {
    const finer = number(rows[i][`${prefix}step_time`]) / 1000 / told[i].batchSize;
    return Math.abs(finer / value - 1) < APART ? finer : value;
  });
}

/** The unit that a header states, one of UNITS; null for none. */
export function unitOf(header) {
  const text = header.toLowerCase();
  if (RATE.test(text.replaceAll('_', ' ')) || RATE.test(text)) return 'images/s';
  if (MILLISECONDS.test(text)) return 'ms';
  return SECONDS.test(text) ? 's' : null;
}

function timeColumn(header, rows) {
  const numeric = header.filter((column) => rows.some((row) => !Number.isNaN(number(row[column]))));
  const units = numeric.filter(unitOf);
  const told = units.length ? units : numeric.filter((column) => TIME.test(column.toLowerCase()));
  if (told.length === 1) return told[0];
  const ask = { kind: 'column', choices: told.length ? told : numeric };
  throw new Fault(
    told.length
      ? `Several columns could be the times: ${told.join(', ')}. Say which it is.`
      : `No column is called a time: ${header.join(', ')}. Say which it is.`,
    ask,
  );
}
