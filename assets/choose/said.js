// What is wrong with an address or a name, what it was taken for, and models to take in its place.

import { button, h } from '../chart/dom.js';
import { short } from './names.js';

/** Problems, notes and unknown models of a name for the reference, as `fromQuery` gives them. */
export const understood = (name, { id, problem, note, similar }) => [
  problem ? [problem] : [],
  note ? [note] : [],
  id === null ? [{ parameter: 'from', name, similar }] : [],
];

/** Show them; `take(parameter, id)` is called with a similar model that a reader chooses. */
export function showSaid({ notices, notes }, take, problems, noted = [], unknown = []) {
  const said = (text) => h('p', {}, text);
  const offers = unknown
    .filter(({ similar }) => similar.length)
    .map(({ parameter, name, similar }) =>
      h(
        'p',
        { class: 'ch-offers' },
        `In place of “${short(name)}”:`,
        ...similar.map((id) => button(id, () => take(parameter, id))),
      ),
    );
  notices.replaceChildren(...problems.map(said), ...offers);
  notes.replaceChildren(...noted.map(said));
}
