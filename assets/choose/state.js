// The question as a state, and as the page's address. Unknown names are reported, never dropped
// in silence; nothing that an address says can throw.

import { isMine } from './devices.js';
import { findModel, short } from './names.js';

const NUMBERS = {
  minSpeed: 'min_speed',
  maxMs: 'max_ms',
  minTop1: 'min_top1',
  maxParams: 'max_params',
  maxGmacs: 'max_gmacs',
  maxActs: 'max_activations',
  maxChannels: 'max_channels',
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
/** What is typed in: a step of Back undoes all of it. */
export const TYPED = new Set([...Object.keys(NUMBERS), 'memory', 'name', 'loss']);
const FLAGS = {
  fixtures: 'fixtures',
  pyramid: 'pyramid',
  anySize: 'any_size',
  dropIn: 'drop_in',
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
  ...Object.values(FLAGS),
  ...Object.keys(CHOICES),
  ...['run', 'test', 'name', 'devices', 'memory', 'loss', 'from', 'compare', 'weights', 'sort', 'set'],
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
    ...Object.fromEntries(Object.keys(FLAGS).map((name) => [name, false])),
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

/** What is listed where the address does not say it: upgrades, where there is something to upgrade. */
const usualShow = (state) => (state.from ? 'upgrades' : 'frontier');

const CONSTRAINTS = [
  ...['license', 'distilled', 'name', 'devices', 'pyramid', 'anySize', 'dropIn'],
  ...Object.keys({ ...NUMBERS, ...LISTS }),
];

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
  for (const [name, parameter] of Object.entries(FLAGS)) if (state[name]) query.set(parameter, '1');
  for (const name of ['devices', 'memory', 'loss', 'from', 'aim']) {
    if (state[name] !== usual[name]) query.set(name, String(state[name]));
  }
  for (const id of state.compare) query.append('compare', id);
  if (state.weights) query.set('weights', state.weights);
  if (state.show !== usualShow(state)) query.set('show', state.show);
  if (state.sort) query.set('sort', state.sort);
  return query.toString().replaceAll('%2C', ',').replaceAll('%40', '@');
}

/**
 * Read a query. Returns the state and `problems`, one sentence for each thing that could not be
 * taken as it stands; `notes`, one for each name that was taken for another; and `unknown`, the
 * models that were not found: `{parameter, name, similar}`, with the ids of similar ones.
 */
export function fromQuery(text, data) {
  const query = new URLSearchParams(text);
  const state = defaults(data);
  const problems = [];
  const notes = [];
  const unknown = [];
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
  for (const [name, parameter] of Object.entries(FLAGS)) {
    state[name] = query.has(parameter) && query.get(parameter) !== '0';
  }
  const devices = readNumber(query, 'devices', 0, report);
  state.devices = Math.min(Math.round(devices), data.devices.length);
  state.memory = readNumber(query, 'memory', state.memory, report);
  state.loss = readNumber(query, 'loss', state.loss, report);
  const sort = query.get('sort');
  if (sort !== null) {
    if (SORTS.includes(sort.replace(/^-/, ''))) state.sort = sort;
    else report(`The table cannot be sorted by “${short(sort)}”.`);
  }
  const find = (parameter, name) => {
    const { id, problem, note, similar } = findModel(name, data);
    if (problem) report(problem);
    if (note) notes.push(note);
    if (id === null) unknown.push({ parameter, name, similar });
    return id;
  };
  if (query.get('from')) state.from = find('from', query.get('from'));
  if (query.get('weights')) state.weights = find('weights', query.get('weights'));
  state.dropIn &&= state.from !== null;
  if (!query.has('show')) state.show = usualShow(state);
  const compared = unique(
    query
      .getAll('compare')
      .map((name) => find('compare', name))
      .filter((id) => id !== null),
  );
  if (compared.length > MOST_COMPARED) {
    report(`At most ${MOST_COMPARED} models can be compared; the first ${MOST_COMPARED} are.`);
  }
  state.compare = compared.slice(0, MOST_COMPARED);
  return {
    state,
    problems: few(problems),
    notes: unique(notes).slice(0, MOST_PROBLEMS),
    unknown: unknown.slice(0, MOST_PROBLEMS),
  };
}

/** The first problems of a hopeless address, and how many more there are. */
function few(problems) {
  const more = problems.length - MOST_PROBLEMS;
  if (more <= 0) return problems;
  return [...problems.slice(0, MOST_PROBLEMS), `So it goes for ${more} more parts of the address.`];
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
