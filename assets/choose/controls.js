// The form: native controls, each with a label, that read and write the state.

import { h, labelled, option } from '../chart/dom.js';
import { chip } from './chips.js';
import { some } from './words.js';

const NUMBERS = [
  ['minSpeed', 'At least', 'images/s'],
  ['maxMs', 'or at most', 'ms per image'],
  ['minTop1', 'At least', '% top-1'],
  ['maxParams', 'At most', 'M parameters'],
  ['maxGmacs', 'At most', 'GMACs'],
  ['maxActs', 'At most', 'M activations'],
];
const CHANNELS = ['maxChannels', 'At most', 'feature channels'];
const BACKBONE =
  'Feature maps are those that timm gives with features_only=True; channels are those of the widest. ' +
  'Against a model you use now: “only drop-ins” above.';

const OFF =
  'This run timed images in batches, so the time of a single image is not known: ask for images/s, ' +
  'or bring timings of your own.';

const FIXTURES = 'with timm’s own test fixtures (test_*)';

const own = () =>
  h(
    'p',
    { class: 'ch-hint' },
    h('a', { href: '#your-device' }, 'Another device: estimate it from ten timings'),
  );

/** Build the form; `change(part, control)` is called with the part of the state that changes. */
export class Controls {
  constructor(form, data, change) {
    this.form = form;
    this.data = data;
    this.change = change;
    this.writers = [];
    this.numbers = {};
    this.why = hint(OFF);
    form.append(
      this.group('Where it runs', this.run(), own()),
      this.group('Accuracy on', ...this.tests(), hint('Several: their mean.')),
      this.group('What it must reach', ...NUMBERS.slice(0, 3).map((one) => this.number(...one)), this.why),
      this.group('What it may cost', ...NUMBERS.slice(3).map((one) => this.number(...one)), this.sizes()),
      ...(data.training ? [this.group('Training batch that fits', ...this.memory())] : []),
      this.group(
        'Will it plug in?',
        this.flag('pyramid', 'feature maps at strides 4 to 32'),
        this.flag('anySize', 'takes other image sizes as it is'),
        this.number(...CHANNELS),
        hint(BACKBONE),
      ),
      this.group('Licence of the weights', ...this.license()),
      this.group('Name', this.search()),
      this.group('Kind of architecture', ...this.words('kinds', data.kind, data.kinds)),
      this.group('Families', this.families('families', 'Only'), this.families('notFamilies', 'Without')),
      this.group('Pre-trained on', ...this.words('pretraining', data.pretraining, data.pretrainings)),
      this.group('More', this.distilled(), this.devices(), this.loss(), this.flag('fixtures', FIXTURES)),
    );
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  /** Make the controls say what the state says. */
  write(state) {
    this.state = state;
    for (const write of this.writers) write(state);
  }

  /** A bound on the time of an image is asked for only where single images were timed. */
  batched(off) {
    this.numbers.maxMs.disabled = off && this.state.maxMs === null;
    this.why.hidden = !off;
  }

  group(title, ...content) {
    return h('fieldset', {}, h('legend', {}, title), ...content);
  }

  run() {
    const groups = new Map();
    for (const run of this.data.runs) {
      const group = run.task === 'train' ? `${run.deviceLabel}, training` : run.deviceLabel;
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(option(run.id, `${run.deviceLabel} · ${run.details}`));
    }
    const options = [...groups].map(([label, members]) => h('optgroup', { label }, ...members));
    return this.select('run', 'Benchmark run', options);
  }

  select(name, label, options, read = (value) => value) {
    const change = () => this.change({ [name]: read(control.value) }, name);
    const control = h('select', { name, change }, ...options);
    this.writers.push((state) => (control.value = String(state[name])));
    return labelled(label, control, { class: 'ch-field' });
  }

  /** Boxes, `[value, label, count]` each, for a list of the state; `least` of them stay checked. */
  boxes(part, name, choices, least = 0) {
    const boxes = choices.map(([value]) => {
      const change = () => {
        const checked = boxes.filter((one) => one.checked).map((one) => one.value);
        if (checked.length >= least) this.change({ [part]: checked }, name);
        else box.checked = true;
      };
      const box = h('input', { type: 'checkbox', name, value, change });
      return box;
    });
    this.writers.push((state) => {
      for (const box of boxes) box.checked = state[part].includes(box.value);
    });
    return choices.map(([, label, count], i) => check(boxes[i], label, count));
  }

  tests() {
    const { testSets } = this.data;
    const choices = testSets.map(({ id, label }) => [id, label]);
    const fields = this.boxes('tests', 'test', choices, 1);
    this.writers.push((state) => {
      testSets.forEach(({ id, baseline }, i) => {
        fields[i].hidden = baseline && !state.tests.includes(id);
      });
    });
    return fields;
  }

  /** A number of at least 0; `empty` is what no number means, NaN where there must be one. */
  number(name, label, unit, empty = null, more = {}) {
    const input = () => {
      const value = control.value === '' ? empty : Number(control.value);
      if (!control.validity.badInput && value >= 0) this.change({ [name]: value }, name);
    };
    const look = { type: 'number', name, min: 0, step: 'any', inputmode: 'decimal', input, ...more };
    const control = h('input', look);
    this.writers.push((state) => {
      if (control.value === '' || Number(control.value) !== state[name]) control.value = state[name] ?? '';
    });
    const field = labelled(label, control, { class: 'ch-field ch-number' });
    field.append(note(unit));
    this.numbers[name] = control;
    return field;
  }

  memory() {
    const { label, card_gb: card, cards } = this.data.training;
    const list = h('datalist', { id: 'ch-cards' }, ...cards.map((gb) => option(gb, `${gb} GB`)));
    return [
      this.number('minBatch', 'At least', 'images'),
      this.number('memory', 'in a card of', 'GB', Number.NaN, { list: 'ch-cards' }),
      list,
      hint(`In AMP. Measured on the ${label} (${card} GB), scaled or estimated (≈) elsewhere.`),
    ];
  }

  sizes() {
    const sizes = [...new Set(this.data.imgSize)].sort((a, b) => a - b);
    const options = () => [option('null', 'any'), ...sizes.map((size) => option(size, size))];
    const read = (value) => (value === 'null' ? null : Number(value));
    return h(
      'div',
      { class: 'ch-pair' },
      this.select('minSize', 'Image size from', options(), read),
      this.select('maxSize', 'to, in px', options(), read),
    );
  }

  license() {
    const choices = [
      ['any', 'any, unknown ones too'],
      ['commercial', 'no non-commercial ones'],
      ['permissive', 'permissive only'],
    ];
    return choices.map(([value, label]) => {
      const change = () => this.change({ license: value }, 'license');
      const radio = h('input', { type: 'radio', name: 'license', value, change });
      this.writers.push((state) => (radio.checked = state.license === value));
      return check(radio, label);
    });
  }

  search() {
    const control = h('input', {
      type: 'search',
      name: 'name',
      maxlength: 200,
      autocomplete: 'off',
      spellcheck: 'false',
      input: () => this.change({ name: control.value }, 'name'),
    });
    this.writers.push((state) => {
      if (control.value !== state.name) control.value = state.name;
    });
    return labelled('Contains (several words: all of them)', control, { class: 'ch-field' });
  }

  /** Boxes for the words of a column, each with its number of rows. */
  words(name, { words, index }, labels) {
    const counts = new Array(words.length).fill(0);
    for (const place of index) counts[place] += 1;
    const known = Object.keys(labels).filter((id) => words.includes(id));
    const choices = known.map((id) => [id, labels[id], String(counts[words.indexOf(id)])]);
    return [...this.boxes(name, name, choices), hint('None checked: all.')];
  }

  families(name, label) {
    const { families } = this.data;
    const known = Object.entries(families).sort(([, [a]], [, [b]]) => a.localeCompare(b, 'en'));
    const change = () => {
      if (control.value) this.change({ [name]: [...this.state[name], control.value] }, name);
    };
    const options = known.map(([id, [title]]) => option(id, title));
    const control = h('select', { name, change }, option('', 'add a family …'), ...options);
    const chosen = h('ul', { class: 'ch-chips' });
    this.writers.push((state) => {
      const remove = (id) => this.change({ [name]: state[name].filter((one) => one !== id) }, name);
      control.value = '';
      chosen.replaceChildren(
        ...state[name].map((id) =>
          h(
            'li',
            {},
            chip(families[id]?.[0] ?? id, () => remove(id)),
          ),
        ),
      );
    });
    return h('div', {}, labelled(label, control, { class: 'ch-field' }), chosen);
  }

  distilled() {
    const choices = { any: 'either', yes: 'yes', no: 'no' };
    const options = Object.entries(choices).map(([value, label]) => option(value, label));
    return this.select('distilled', 'Distilled from another model', options);
  }

  devices() {
    const options = this.data.devices.map((_, i) => option(i + 1, `at least ${some(i + 1, 'device')}`));
    const all = [option(0, 'any number of devices'), ...options];
    return this.select('devices', 'Stable picks: on the frontier of', all, Number);
  }

  loss() {
    return this.number('loss', 'Give up, for speed, at most', 'points', NaN, { max: 100, step: 0.1 });
  }

  /** A box for what is either asked for or not. */
  flag(name, label) {
    const change = () => this.change({ [name]: box.checked }, name);
    const box = h('input', { type: 'checkbox', name, change });
    this.writers.push((state) => (box.checked = state[name]));
    return check(box, label);
  }
}

const hint = (text) => h('p', { class: 'ch-hint' }, text);
const note = (text) => h('span', { class: 'ch-unit' }, text);

/** A box or a button of a form, with its label behind it. */
const check = (box, label, count) =>
  h('label', { class: 'ch-check' }, box, h('span', {}, label), count ? note(count) : null);
