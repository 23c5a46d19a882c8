// "I use this now": the reference that upgrades are looked for.

import { button, h, labelled, option } from '../chart/dom.js';
import { findModel } from './names.js';

const OFFERED = 40;
const NONE = { from: null, dropIn: false, show: 'frontier', sort: null };

export class Finder {
  /** `change(part)` is called with a new reference; `say(found)` with how its name was understood. */
  constructor(data, change, say) {
    this.data = data;
    this.say = say;
    this.change = change;
    this.options = h('datalist', { id: 'ch-names' });
    this.input = h('input', {
      type: 'text',
      name: 'from',
      list: 'ch-names',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: 'resnet50',
      focus: () => this.offer(),
      input: () => this.offer(),
      change: () => this.take(),
    });
    this.aim = h(
      'select',
      { name: 'aim', change: () => change({ aim: this.aim.value, show: 'upgrades', sort: null }) },
      option('accurate', 'at least as fast, more accurate'),
      option('fast', 'at least as accurate, faster'),
    );
    this.clear = button('Clear', () => change(NONE));
    this.box = h('input', {
      type: 'checkbox',
      name: 'dropIn',
      change: () => change({ dropIn: this.box.checked }),
    });
    const means = 'same strides of the feature maps, half to twice the channels';
    this.dropIn = h('label', { class: 'ch-check', title: means }, this.box, h('span', {}, 'only drop-ins'));
    this.form = h(
      'form',
      { class: 'ch-finder', 'aria-label': 'Upgrade', submit: (event) => event.preventDefault() },
      labelled('Upgrade from the model I use now', this.input, { class: 'ch-field' }),
      labelled('to something', this.aim, { class: 'ch-field' }),
      this.dropIn,
      this.clear,
      this.options,
    );
  }

  write(state) {
    if (document.activeElement !== this.input || state.from) this.input.value = state.from ?? '';
    this.aim.value = state.aim;
    this.box.checked = state.dropIn;
    this.dropIn.hidden = this.clear.hidden = state.from === null;
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

  take() {
    const name = this.input.value.trim();
    if (!name) {
      this.change(NONE);
      return;
    }
    const found = findModel(name, this.data);
    if (found.id !== null) this.change({ from: found.id, show: 'upgrades', sort: null });
    this.say(name, found);
  }
}
