// "Your device": timings in, the times of all models out. Nothing leaves the reader's machine.

import { csv } from '../chart/csv.js';
import { button, download, h, labelled, option, scrolling } from '../chart/dom.js';
import { forget, idOf, keep, kept } from '../choose/devices.js';
import { loadWeights } from '../choose/load.js';
import { next } from './advice.js';
import { readTimings, UNITS } from './files.js';
import { loadSets, nameOf } from './ready.js';
import { allModels, frontierTable, timings } from './results.js';
import { asRun, loadKnown } from './run.js';
import { decode } from './text.js';
import { Fault, share } from './words.js';

const EXAMPLE = 'model, ms\nmobileone_s0, 21.3\nvit_small_patch16_224, 117\n…';
const FEW = 5;

class Panel {
  constructor(root) {
    this.root = root;
    this.name = h('input', { type: 'text', name: 'device', maxlength: '60', autocomplete: 'off' });
    this.text = h('textarea', { name: 'timings', rows: '8', placeholder: EXAMPLE, spellcheck: 'false' });
    this.file = h('input', { type: 'file', change: () => this.take(this.file.files[0]) });
    this.ready = h('select', { name: 'ready', change: () => this.fill() }, option('', 'Choose a set'));
    this.typed = h('tbody', {});
    this.asked = h('div', { class: 'dv-ask' });
    this.said = h('div', { class: 'dv-said', role: 'status' });
    this.found = h('div', { class: 'dv-found' });
    this.list = h('div', { class: 'dv-kept' });
    this.build();
    this.offer().catch((error) => this.complain(error));
  }

  build() {
    const form = h(
      'form',
      { class: 'dv-form', submit: (event) => this.submit(event) },
      labelled('Name of your device', this.name),
      labelled('Paste a table: a column of models, one of times', this.text),
      labelled('or take a file (timm’s CSV or JSON, this site’s script’s, any table)', this.file),
      labelled('or take timings that others have published', this.ready),
      h(
        'details',
        {},
        h('summary', {}, 'or type the times of the first reference models'),
        h(
          'table',
          {},
          h('thead', {}, h('tr', {}, h('th', {}, 'Model'), h('th', {}, 'ms for one image'))),
          this.typed,
        ),
      ),
      this.asked,
      h('button', { type: 'submit', class: 'chart-button dv-go' }, 'Estimate all models'),
    );
    form.addEventListener('dragover', (event) => event.preventDefault());
    form.addEventListener('drop', (event) => {
      event.preventDefault();
      this.take(event.dataTransfer.files[0]);
    });
    const secret = h(
      'p',
      { class: 'dv-secret' },
      'Nothing leaves your machine: this page has no server. Your timings stay in this browser until you remove them.',
    );
    this.root.replaceChildren(form, secret, this.said, this.found, this.list);
    this.showKept();
  }

  /** Offer the sets on record and the models to time. */
  async offer() {
    const [known, sets] = await Promise.all([loadKnown(), loadSets()]);
    this.sets = sets;
    for (const [id, set] of Object.entries(sets)) {
      this.ready.append(option(id, `${nameOf(set)}: ${set.rows.length} models`));
    }
    const input = (name) =>
      h('input', { type: 'number', min: '0', step: 'any', 'aria-label': `${name}, ms`, 'data-model': name });
    for (const name of known.reference.slice(0, FEW)) {
      this.typed.append(h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, input(name))));
    }
    this.root.dataset.ready = '';
  }

  fill() {
    const set = this.sets[this.ready.value];
    if (!set) return;
    this.name.value = nameOf(set);
    this.text.value = csv([['model', 'img_size', 'latency_ms'], ...set.rows], '\n');
    this.asked.replaceChildren();
    this.run();
  }

  async take(file) {
    if (!file) return;
    try {
      const bytes = new Uint8Array(await file.slice(0, 20_000_001).arrayBuffer());
      this.text.value = decode(bytes);
      if (!this.name.value) this.name.value = file.name.replace(/\.\w+$/, '');
      this.asked.replaceChildren();
      await this.run();
    } catch (error) {
      this.complain(error);
    }
  }

  submit(event) {
    event.preventDefault();
    this.run();
  }

  /** Read, estimate, show; where that fails, say why and leave everything as it was. */
  async run() {
    try {
      const options = Object.fromEntries(new FormData(this.root.querySelector('form')));
      const { unit, column, only, trust } = options;
      const typed = this.typedRows();
      const text = this.text.value.trim() ? this.text.value : typed;
      if (!text) throw new Fault('There are no timings yet: paste a table, take a file or type numbers.');
      const read = readTimings(text, {
        unit: unit || undefined,
        column: column || undefined,
        only: only ? { device: only } : undefined,
      });
      const name = this.name.value.trim() || read.facts.device || 'My device';
      const [batch, ...others] = new Set(read.rows.map((row) => row.batchSize));
      const batchSize = batch > 0 && !others.length ? batch : null;
      const rows = read.rows.map((row) => ({ name: row.name, imgSize: row.imgSize, secs: row.secs }));
      const device = { id: idOf(name), name, rows, batchSize };
      const [data, known] = await Promise.all([loadWeights(), loadKnown()]);
      const run = asRun(device, data, known);
      if (run.device.reason && !trust) {
        if (run.device.ask === 'unit') this.ask('unit', Object.keys(UNITS));
        this.ask('trust', ['use them all the same']);
        throw new Fault(`These timings should not be believed: ${run.device.reason}`);
      }
      this.asked.replaceChildren();
      const stays = keep(device);
      this.show(device, run, data, read.notes, stays);
    } catch (error) {
      this.complain(error);
    }
  }

  typedRows() {
    const rows = [...this.typed.querySelectorAll('input')]
      .filter(({ value }) => Number(value) > 0)
      .map(({ dataset, value }) => [dataset.model, Number(value)]);
    return rows.length ? csv([['model', 'ms'], ...rows], '\n') : '';
  }

  complain(error) {
    if (!(error instanceof Fault)) {
      console.error(error);
      this.said.replaceChildren(
        h('p', {}, 'The estimate could not be made: its data did not arrive. Try again.'),
      );
      return;
    }
    this.said.replaceChildren(h('p', { class: 'dv-fault' }, error.message));
    if (error.ask) this.ask(error.ask.kind, error.ask.choices);
  }

  ask(kind, choices) {
    const words = {
      unit: 'Unit of the times',
      column: 'Column of the times',
      only: 'Device of the table',
      trust: 'Believe these timings',
    };
    const menu = h(
      'select',
      { name: kind },
      option('', 'no answer yet'),
      ...choices.map((one) => option(one, one)),
    );
    const other = [...this.asked.children].filter((one) => !one.querySelector(`[name=${kind}]`));
    this.asked.replaceChildren(...other, labelled(words[kind], menu));
    menu.focus();
  }

  show(device, run, data, notes, stays) {
    const { name, id } = device;
    const lines = [...notes, ...run.device.notes, ...run.device.warnings.map((one) => `Careful: ${one}`)];
    const counts = ['measured', 'estimated', 'extrapolated']
      .map((basis) => `${run.basis.filter((one) => one === basis).length} ${basis}`)
      .join(', ');
    lines.push(`${name}: ${counts}.`);
    if (!stays) lines.push('This browser keeps nothing, so the device is gone when you leave this page.');
    const list = h('ul', {}, ...lines.map((line) => h('li', {}, line)));
    this.said.replaceChildren(list);
    advise(list, run.device, data);
    const choose = h(
      'a',
      { class: 'dv-choose', href: `choose.html?${this.addressOf(id)}` },
      `Choose a model for ${name}`,
    );
    this.found.replaceChildren(
      h('p', { class: 'dv-actions' }, choose, ' ', this.saving(device, run, data)),
      h('h3', {}, `The frontier of ${name}`),
      scrolling(`The frontier of ${name}`, frontierTable(run, data)),
    );
    this.showKept();
  }

  /** A device in the chooser's address; a published set by its name, so that others can follow. */
  addressOf(id) {
    const set = this.sets?.[this.ready.value];
    return set && idOf(nameOf(set)) === id ? `set=${this.ready.value}` : `run=${id}`;
  }

  saving({ id, rows }, run, data) {
    const everything = () => download(`${id}.csv`, allModels(run, data), 'text/csv');
    const back = () => download(`${id}-timings.csv`, timings(rows), 'text/csv');
    return h('span', {}, button('CSV of all models', everything), ' ', button('CSV of the timings', back));
  }

  showKept() {
    const items = kept().map(({ id, name, rows }) =>
      h(
        'li',
        {},
        h('a', { href: `choose.html?run=${id}` }, name),
        ` (${rows.length} timings) `,
        button(`Remove ${name}`, () => {
          forget(id);
          this.showKept();
        }),
      ),
    );
    this.list.replaceChildren(
      ...(items.length ? [h('h3', {}, 'Devices that this browser keeps'), h('ul', {}, ...items)] : []),
    );
  }
}

/** Say what would help most, once the answer stands. */
async function advise(list, device, data) {
  const advice = await next(await loadKnown(), device.few);
  if (!advice) return;
  const words =
    `What would help most: time ${advice.name} next. It should narrow the intervals of the kind ` +
    `“${data.kinds[advice.kind]}” by about ${share(advice.share)}.`;
  list.append(h('li', {}, words));
}

const place = document.querySelector('#your-device');
if (place) new Panel(place);
