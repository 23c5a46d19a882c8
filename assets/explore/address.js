// The question as an address: `x`, `y` and `color`, beside whatever else a page keeps there. No DOM.

const NAMES = ['x', 'y', 'color'];

/** Whether a query asks for a view. */
export const asks = (text) => NAMES.some((name) => new URLSearchParams(text).has(name));

/** What is shown before anybody asks, where the page has no wishes of its own. */
export const defaults = (data) => ({
  x: data.lead ? `time.${data.lead}` : 'params',
  y: 'top1.imagenet',
  color: 'kind',
});

/**
 * Read a query: the state, and a sentence for each thing that could not be taken as it stands.
 * `known` has a set of ids for each name, `usual` the state of an empty query.
 */
export function fromQuery(text, known, usual) {
  const query = new URLSearchParams(text);
  const state = { ...usual };
  const problems = [];
  for (const name of NAMES) {
    const value = query.get(name);
    if (value === null) continue;
    if (known[name].has(value)) state[name] = value;
    else problems.push(`There is no “${value.slice(0, 80)}” for ${name}; it was ignored.`);
  }
  return { state, problems };
}

/** Write a state into a query, without what is as usual; the query's other parameters stay. */
export function toQuery(state, usual, text = '') {
  const query = new URLSearchParams(text);
  for (const name of NAMES) {
    if (state[name] === usual[name]) query.delete(name);
    else query.set(name, state[name]);
  }
  return query.toString();
}

/** Whether two states show the same. */
export const same = (one, other) => NAMES.every((name) => one[name] === other[name]);
