// The form: native controls, each with a label, that read and write the state.

import { h } from '../chart/dom.js';
import { some } from './words.js';

const NUMBERS = [
  ['minSpeed', 'At least', 'images/s'],
  ['maxMs', 'or at most', 'ms per image'],
  ['minTop1', 'At least', '% top-1'],
  ['maxParams', 'At most', 'M parameters'],
  ['maxGmacs', 'At most', 'GMACs'],
  ['maxActs', 'At most', 'M activations'],
];

/** Build the form; `change(part, control)` is called with the part of the state that changes. */
export class Controls {
  constructor(form, data, change) {
    this.form = form;
    this.data = data;
    this.change = change;
    this.writers = [];
    form.append(
      this.group('Where it runs', this.run()),
      this.group('Accuracy on', ...this.tests()),
      this.group('What it must reach', ...NUMBERS.slice(0, 3).map((one) => this.number(...one))),
      this.group('What it may cost', ...NUMBERS.slice(3).map((one) => this.number(...one)), this.sizes()),
      this.group('Licence of the weights', ...this.license()),
      this.group('Name', this.search()),
      this.group('Kind of architecture', ...this.boxes('kinds', data.kind.words, data.kinds)),
      this.group('Families', this.families('families', 'Only'), this.families('notFamilies', 'Without')),
      this.group('Pre-trained on', ...this.boxes('pretraining', data.pretraining.words, data.pretrainings)),
      this.group('More', this.distilled(), this.devices(), this.loss(), this.fixtures()),
    );
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  /** Make the controls say what the state says. */
  write(state) {
    this.state = state;
    for (const write of this.writers) write(state);
  }

  group(title, ...content) {
    return h('fieldset', {}, h('legend', {}, title), ...content);
  }

  run() {
    const { runs } = this.data;
    const groups = new Map();
    for (const run of runs) {
      const group = run.task === 'train' ? `${run.deviceLabel}, training` : run.deviceLabel;
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(h('option', { value: run.id }, `${run.deviceLabel} · ${run.details}`));
    }
    return this.select(
      'run',
      'Benchmark run',
      [...groups].map(([label, options]) => h('optgroup', { label }, ...options)),
    );
  }

  select(name, label, options, read = (value) => value) {
    const control = h(
      'select',
      { name, change: () => this.change({ [name]: read(control.value) }, name) },
      ...options,
    );
    this.writers.push((state) => (control.value = String(state[name])));
    return h('label', { class: 'ch-field' }, h('span', {}, label), control);
  }

  tests() {
    const boxes = this.data.testSets.map(({ id, label, baseline }) => {
      const box = h('input', {
        type: 'checkbox',
        name: 'test',
        value: id,
        change: () => {
          const checked = boxes.filter(([one]) => one.checked).map(([one]) => one.value);
          if (checked.length) this.change({ tests: checked }, 'test');
          else box.checked = true;
        },
      });
      const field = h('label', { class: 'ch-check' }, box, h('span', {}, label));
      return [box, field, baseline];
    });
    this.writers.push((state) => {
      for (const [box, field, baseline] of boxes) {
        box.checked = state.tests.includes(box.value);
        field.hidden = baseline && !box.checked;
      }
    });
    const hint = h('p', { class: 'ch-hint' }, 'Several: their mean.');
    return [...boxes.map(([, field]) => field), hint];
  }

  number(name, label, unit) {
    const control = h('input', {
      type: 'number',
      name,
      min: 0,
      step: 'any',
      inputmode: 'decimal',
      input: () => {
        if (control.validity.badInput) return;
        const value = control.value === '' ? null : Number(control.value);
        if (value === null || value >= 0) this.change({ [name]: value }, name);
      },
    });
    this.writers.push((state) => {
      const value = state[name] === null ? '' : String(state[name]);
      if (control.value === '' || Number(control.value) !== state[name]) control.value = value;
    });
    return h(
      'label',
      { class: 'ch-field ch-number' },
      h('span', {}, label),
      control,
      h('span', { class: 'ch-unit' }, unit),
    );
  }

  sizes() {
    const sizes = [...new Set(this.data.imgSize)].sort((a, b) => a - b);
    const read = (value) => (value === '' ? null : Number(value));
    const options = () => [
      h('option', { value: 'null' }, 'any'),
      ...sizes.map((size) => h('option', { value: size }, size)),
    ];
    const parse = (value) => (value === 'null' ? null : read(value));
    return h(
      'div',
      { class: 'ch-pair' },
      this.select('minSize', 'Image size from', options(), parse),
      this.select('maxSize', 'to, in px', options(), parse),
    );
  }

  radios(name, choices) {
    const fields = choices.map(([value, label]) => {
      const radio = h('input', {
        type: 'radio',
        name,
        value,
        change: () => this.change({ [name]: value }, name),
      });
      this.writers.push((state) => (radio.checked = state[name] === value));
      return h('label', { class: 'ch-check' }, radio, h('span', {}, label));
    });
    return fields;
  }

  license() {
    return this.radios('license', [
      ['any', 'any, unknown ones too'],
      ['commercial', 'no non-commercial ones'],
      ['permissive', 'permissive only'],
    ]);
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
    return h('label', { class: 'ch-field' }, h('span', {}, 'Contains (several words: all of them)'), control);
  }

  boxes(name, words, labels) {
    const counts = new Map();
    for (const place of this.data[name === 'kinds' ? 'kind' : name].index) {
      counts.set(words[place], (counts.get(words[place]) ?? 0) + 1);
    }
    const known = Object.keys(labels).filter((id) => words.includes(id));
    const all = known.map((id) => {
      const box = h('input', {
        type: 'checkbox',
        name,
        value: id,
        change: () =>
          this.change({ [name]: all.filter(([one]) => one.checked).map(([one]) => one.value) }, name),
      });
      const number = h('span', { class: 'ch-unit' }, String(counts.get(id)));
      return [box, h('label', { class: 'ch-check' }, box, h('span', {}, labels[id]), number)];
    });
    this.writers.push((state) => {
      for (const [box] of all) box.checked = state[name].includes(box.value);
    });
    return [...all.map(([, field]) => field), h('p', { class: 'ch-hint' }, 'None checked: all.')];
  }

  families(name, label) {
    const known = Object.entries(this.data.families)
      .map(([id, [title]]) => [id, title])
      .sort(([, a], [, b]) => a.localeCompare(b, 'en'));
    const control = h(
      'select',
      {
        name,
        change: () => {
          if (control.value) this.change({ [name]: [...this.state[name], control.value] }, name);
        },
      },
      h('option', { value: '' }, 'add a family …'),
      ...known.map(([id, title]) => h('option', { value: id }, title)),
    );
    const chosen = h('ul', { class: 'ch-chips' });
    this.writers.push((state) => {
      control.value = '';
      chosen.replaceChildren(
        ...state[name].map((id) =>
          h(
            'li',
            {},
            chip(this.data.families[id]?.[0] ?? id, () =>
              this.change({ [name]: state[name].filter((one) => one !== id) }, name),
            ),
          ),
        ),
      );
    });
    return h('div', {}, h('label', { class: 'ch-field' }, h('span', {}, label), control), chosen);
  }

  distilled() {
    return this.select('distilled', 'Distilled from another model', [
      h('option', { value: 'any' }, 'either'),
      h('option', { value: 'yes' }, 'yes'),
      h('option', { value: 'no' }, 'no'),
    ]);
  }

  devices() {
    const options = this.data.devices.map((_, i) =>
      h('option', { value: i + 1 }, `at least ${some(i + 1, 'device')}`),
    );
    return this.select(
      'devices',
      'Stable picks: on the frontier of',
      [h('option', { value: 0 }, 'any number of devices'), ...options],
      Number,
    );
  }

  loss() {
    const control = h('input', {
      type: 'number',
      name: 'loss',
      min: 0,
      max: 100,
      step: 0.1,
      inputmode: 'decimal',
      input: () => {
        const value = Number(control.value);
        if (control.value !== '' && value >= 0) this.change({ loss: value }, 'loss');
      },
    });
    this.writers.push((state) => {
      if (control.value === '' || Number(control.value) !== state.loss) control.value = state.loss;
    });
    return h(
      'label',
      { class: 'ch-field ch-number' },
      h('span', {}, 'Give up, for speed, at most'),
      control,
      h('span', { class: 'ch-unit' }, 'points'),
    );
  }

  fixtures() {
    const box = h('input', {
      type: 'checkbox',
      name: 'fixtures',
      change: () => this.change({ fixtures: box.checked }, 'fixtures'),
    });
    this.writers.push((state) => (box.checked = state.fixtures));
    return h('label', { class: 'ch-check' }, box, h('span', {}, 'with timm’s own test fixtures (test_*)'));
  }
}

/** A button that takes something away. */
export function chip(text, remove) {
  return h(
    'button',
    { type: 'button', class: 'ch-chip', click: remove, 'aria-label': `Remove: ${text}` },
    text,
    h('span', { 'aria-hidden': 'true' }, ' ×'),
  );
}
