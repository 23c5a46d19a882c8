// The points of a view, column by column, as the card, the tip and the data table ask for them. No DOM.

import { word } from '../choose/data.js';
import { scores } from '../choose/stats.js';

const KEYS = {
  params: 'param_count_m',
  gmacs: 'gmacs',
  activations: 'activations_m',
  size: 'img_size',
};

/** The name of an axis as a column: an address's word, or what the site's tables call it. */
export const keyOf = ({ id }) => KEYS[id] ?? id;

export class ViewPoints {
  #columns;

  /** `rows` are the rows shown; `values` maps an axis to its values by row; `basis` as `basisOf` gives it. */
  constructor(data, rows, values, architectures, basis = null) {
    this.rows = rows;
    const label = (labels, id) => (Object.hasOwn(labels, id) ? labels[id] : id);
    const family = (row) => word(data.family, row);
    this.#columns = {
      id: (row) => data.id[row],
      weights: (row) => data.weights[row],
      img_size: (row) => data.imgSize[row],
      param_count_m: (row) => data.params[row],
      family,
      family_label: (row) => [label(data.families, family(row))].flat()[0],
      kind: (row) => label(data.kinds, word(data.kind, row)),
      pretraining: (row) => label(data.pretrainings, word(data.pretraining, row)),
      license: (row) => word(data.license, row),
      hub_id: (row) => data.hub_id[row] ?? `timm/${data.weights[row]}`,
    };
    if (basis) this.#columns.basis = basis;
    if (architectures) {
      this.#columns.weights = (row) => data.weights[row].split('.')[0];
      for (const name of ['pretraining', 'license', 'hub_id']) delete this.#columns[name];
    }
    for (const [axis, numbers] of values) this.#take(axis, numbers, data);
  }

  #take(axis, numbers, data) {
    const key = keyOf(axis);
    this.#columns[key] = (row) => numbers[row];
    if (axis.id === 'year') {
      const doubtful = (row) => data.families[word(data.family, row)]?.[3];
      this.#columns.year_note = (row) => (doubtful(row) ? 'doubtful' : undefined);
    }
    if (!axis.tests) return;
    const { interval } = scores(data, axis.tests, axis.rank);
    ['low', 'high'].forEach((side, i) => {
      this.#columns[`${key}_${side}`] = (row) => interval(row)[i];
    });
  }

  get length() {
    return this.rows.length;
  }

  has(name) {
    return Object.hasOwn(this.#columns, name);
  }

  get(name, i) {
    const value = this.has(name) ? this.#columns[name](this.rows[i]) : undefined;
    return Number.isNaN(value) ? undefined : value;
  }
}
