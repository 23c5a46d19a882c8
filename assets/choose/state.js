// The question as a state, and as the page's address. Unknown names are reported, never dropped
// in silence; nothing that an address says can throw.

import { isMine } from './devices.js';

const NUMBERS = {
  minSpeed: 'min_speed',
  maxMs: 'max_ms',
  minTop1: 'min_top1',
  maxParams: 'max_params',
  maxGmacs: 'max_gmacs',
  maxActs: 'max_activations',
  minSize: 'min_size',
  maxSize: 'max_size',
  minBatch: 'min_batch',
};
const LISTS = {
  kinds: 'kind',
  families: 'family',
  notFamilies: 'not_family',
  pretraining: 'pretraining',
};
const CHOICES = {
  license: ['any', 'permissive', 'commercial'],
  distilled: ['any', 'yes', 'no'],
  show: ['frontier', 'tied', 'upgrades', 'all'],
  aim: ['accurate', 'fast'],
};
const SORTS = [
  'weights',
  'top1',
  'speed',
  'ms',
  'params',
  'gmacs',
  'activations',
  'size',
  'batch',
  'devices',
  'license',
];
const PARAMETERS = new Set([
  ...Object.values(NUMBERS),
  ...Object.values(LISTS),
  ...Object.keys(CHOICES),
  ...[
    'run',
    'test',
    'name',
    'fixtures',
    'devices',
    'memory',
    'loss',
    'from',
    'compare',
    'weights',
    'sort',
    'set',
  ],
]);
const FOREIGN = /^(utm_|fbclid$|gclid$|msclkid$|ref$)/;
export const MOST_COMPARED = 5;
const MOST_PROBLEMS = 8;

/** The state of a page that nobody has asked anything yet. */
export function defaults(data) {
  return {
    run: data.lead,
    tests: ['imagenet'],
    ...Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, null])),
    ...Object.fromEntries(Object.keys(LISTS).map((name) => [name, []])),
    license: 'any',
    distilled: 'any',
    name: '',
    fixtures: false,
    devices: 0,
    memory: data.training?.card_gb ?? 0,
    loss: 1,
    from: null,
    aim: 'accurate',
    compare: [],
    weights: null,
    show: 'frontier',
    sort: null,
  };
}

const CONSTRAINTS = ['license', 'distilled', 'name', 'devices', ...Object.keys({ ...NUMBERS, ...LISTS })];

/** A state without its constraints. */
export function unconstrained(state, data) {
  const usual = defaults(data);
  return { ...state, ...Object.fromEntries(CONSTRAINTS.map((name) => [name, usual[name]])) };
}

/** Write a state as a query, without what is as usual; the same state gives the same text. */
export function toQuery(state, data) {
  const usual = defaults(data);
  const query = new URLSearchParams();
  if (state.run !== usual.run) query.set('run', state.run);
  if (state.tests.join() !== usual.tests.join()) query.set('test', state.tests.join(','));
  for (const [name, parameter] of Object.entries(NUMBERS)) {
    if (state[name] !== null) query.set(parameter, String(state[name]));
  }
  for (const [name, parameter] of Object.entries(LISTS)) {
    for (const value of state[name]) query.append(parameter, value);
  }
  for (const name of ['license', 'distilled', 'name']) {
    if (state[name] !== usual[name]) query.set(name, state[name]);
  }
  if (state.fixtures) query.set('fixtures', '1');
  for (const name of ['devices', 'memory', 'loss', 'from', 'aim']) {
    if (state[name] !== usual[name]) query.set(name, String(state[name]));
  }
  for (const id of state.compare) query.append('compare', id);
  for (const name of ['weights', 'show', 'sort']) {
    if (state[name] !== usual[name]) query.set(name, state[name]);
  }
  return query.toString().replaceAll('%2C', ',').replaceAll('%40', '@');
}

/**
 * Read a query. Returns the state and `problems`, one sentence for each thing that could not be
 * taken as it stands. `renames` maps deprecated names to today's, where they are at hand; `strangers`
 * lists the names of weights that were not found.
 */
export function fromQuery(text, data, renames = null) {
  const query = new URLSearchParams(text);
  const state = defaults(data);
  const problems = [];
  const strangers = [];
  const report = (problem) => problems.push(problem);

  for (const parameter of new Set(query.keys())) {
    if (!PARAMETERS.has(parameter) && !FOREIGN.test(parameter)) {
      report(`The address says “${short(parameter)}”, which this page does not know; it was ignored.`);
    }
  }
  const run = query.get('run');
  if (run !== null) {
    if (data.runs.some(({ id }) => id === run)) state.run = run;
    else if (isMine(run)) {
      report(`This browser does not keep the device “${short(run)}”: bring its timings on “Your device”.`);
    } else report(`There is no benchmark run “${short(run)}” (any more); this is the usual one.`);
  }
  if (query.has('set')) report(`There is no set of timings “${short(query.get('set'))}” (any more).`);
  readTests(query, data, state, report);
  for (const [name, parameter] of Object.entries(NUMBERS)) {
    state[name] = readNumber(query, parameter, null, report);
  }
  const known = {
    kinds: data.kind.words,
    families: data.family.words,
    notFamilies: data.family.words,
    pretraining: data.pretraining.words,
  };
  for (const [name, parameter] of Object.entries(LISTS)) {
    for (const value of unique(query.getAll(parameter))) {
      if (known[name].includes(value)) state[name].push(value);
      else report(`There is no “${short(value)}” for ${parameter}; it was ignored.`);
    }
  }
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = query.get(name);
    if (choices.includes(value)) state[name] = value;
    else if (value !== null) {
      report(`“${short(value)}” is none of the choices for ${name} (${choices.join(', ')}).`);
    }
  }
  state.name = (query.get('name') ?? '').slice(0, 200);
  state.fixtures = query.has('fixtures') && query.get('fixtures') !== '0';
  const devices = readNumber(query, 'devices', 0, report);
  state.devices = Math.min(Math.round(devices), data.devices.length);
  state.memory = readNumber(query, 'memory', state.memory, report);
  state.loss = readNumber(query, 'loss', state.loss, report);
  const sort = query.get('sort');
  if (sort !== null) {
    if (SORTS.includes(sort.replace(/^-/, ''))) state.sort = sort;
    else report(`The table cannot be sorted by “${short(sort)}”.`);
  }
  const find = (name) => {
    const found = findRow(name, data, renames);
    if (found.problem) report(found.problem);
    if (found.id === null) strangers.push(name);
    return found.id;
  };
  if (query.get('from')) state.from = find(query.get('from'));
  if (query.get('weights')) state.weights = find(query.get('weights'));
  const compared = unique(
    query
      .getAll('compare')
      .map(find)
      .filter((id) => id !== null),
  );
  if (compared.length > MOST_COMPARED) {
    report(`At most ${MOST_COMPARED} models can be compared; the first ${MOST_COMPARED} are.`);
  }
  state.compare = compared.slice(0, MOST_COMPARED);
  return { state, problems: few(problems), strangers };
}

/** The first problems of a hopeless address, and how many more there are. */
function few(problems) {
  const more = problems.length - MOST_PROBLEMS;
  if (more <= 0) return problems;
  return [...problems.slice(0, MOST_PROBLEMS), `So it goes for ${more} more parts of the address.`];
}

/**
 * Find a row by `weights@img_size` or by the weights alone, then at its smallest image size.
 * Returns `{id, problem}`; the id is null where nothing fits.
 */
export function findRow(name, data, renames = null) {
  const text = name.trim();
  if (data.rows.has(text)) return { id: text, problem: null };
  const alone = rowsOf(text, data);
  if (alone.length) return { id: data.id[alone[0]], problem: null };
  const at = text.lastIndexOf('@');
  const weights = at < 0 ? text : text.slice(0, at);
  const other = rowsOf(weights, data);
  if (other.length) {
    const sizes = other.map((row) => data.imgSize[row]).join(', ');
    const problem = `“${short(weights)}” is in the data at ${sizes} px, not at “${short(text.slice(at + 1))}”.`;
    return { id: data.id[other[0]], problem };
  }
  const renamed = renames && Object.hasOwn(renames, weights) ? renames[weights] : null;
  if (renamed !== null) {
    const today = findRow(at < 0 ? renamed : renamed + text.slice(at), data);
    const problem = `timm now calls “${short(weights)}” “${short(renamed)}”.`;
    if (today.id !== null) return { id: today.id, problem };
  }
  const architecture = data.weights.findIndex((one) => one.startsWith(`${weights}.`));
  const hint = architecture < 0 ? '' : ` Perhaps “${data.weights[architecture]}” is meant.`;
  return {
    id: null,
    problem: `There are no weights “${short(text)}” in the edition of ${data.edition}.${hint}`,
  };
}

function rowsOf(weights, data) {
  const found = [];
  data.weights.forEach((name, row) => {
    if (name === weights) found.push(row);
  });
  return found.sort((a, b) => data.imgSize[a] - data.imgSize[b]);
}

function readTests(query, data, state, report) {
  if (!query.has('test')) return;
  const wanted = unique(
    query
      .getAll('test')
      .flatMap((value) => value.split(','))
      .filter(Boolean),
  );
  const known = wanted.filter((test) => Object.hasOwn(data.top1, test));
  for (const test of wanted.filter((one) => !known.includes(one))) {
    report(`There is no test set “${short(test)}”; it was ignored.`);
  }
  if (known.length) state.tests = data.testSets.map(({ id }) => id).filter((id) => known.includes(id));
}

function readNumber(query, parameter, usual, report) {
  const text = query.get(parameter);
  if (text === null || text.trim() === '') return usual;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return Math.abs(value);
  report(`“${short(text)}” for ${parameter} is not a number of at least 0; it was ignored.`);
  return usual;
}

function unique(values) {
  return [...new Set(values)];
}

function short(text) {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
