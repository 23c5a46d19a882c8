// "I use this now": the reference that upgrades are looked for.

import { button, h, labelled, option } from '../chart/dom.js';
import { findRow } from './state.js';

const OFFERED = 40;

export class Finder {
  /** `change(part)` is called with a new reference; `complain(text)` where a name is not known. */
  constructor(data, change, complain) {
    this.data = data;
    this.options = h('datalist', { id: 'ch-names' });
    this.input = h('input', {
      type: 'text',
      name: 'from',
      list: 'ch-names',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: 'resnet50.a1_in1k',
      focus: () => this.offer(),
      input: () => this.offer(),
      change: () => this.take(change, complain),
    });
    this.aim = h(
      'select',
      { name: 'aim', change: () => change({ aim: this.aim.value, show: 'upgrades', sort: null }) },
      option('accurate', 'at least as fast, more accurate'),
      option('fast', 'at least as accurate, faster'),
    );
    this.clear = button('Clear', () => change({ from: null, show: 'frontier', sort: null }));
    this.form = h(
      'form',
      { class: 'ch-finder', 'aria-label': 'Upgrade', submit: (event) => event.preventDefault() },
      labelled('Upgrade from the model I use now', this.input, { class: 'ch-field' }),
      labelled('to something', this.aim, { class: 'ch-field' }),
      this.clear,
      this.options,
    );
  }

  write(state) {
    if (document.activeElement !== this.input || state.from) this.input.value = state.from ?? '';
    this.aim.value = state.aim;
    this.clear.hidden = state.from === null;
  }

  /** Names that contain all the words typed so far. */
  offer() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const names = [];
    for (let row = 0; row < this.data.n && names.length < OFFERED; row++) {
      const id = this.data.id[row];
      if (words.every((word) => id.toLowerCase().includes(word))) names.push(id);
    }
    this.options.replaceChildren(...names.map((value) => h('option', { value })));
  }

  take(change, complain) {
    const name = this.input.value.trim();
    if (!name) {
      change({ from: null, show: 'frontier', sort: null });
      return;
    }
    const { id, problem } = findRow(name, this.data);
    if (id !== null) change({ from: id, show: 'upgrades', sort: null });
    if (problem) complain(problem);
  }
}
