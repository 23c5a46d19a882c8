// A pair of families in words and as a table; the same as analysis/pages/families/pair.py.

import { tied } from '../choose/stats.js';

const fill = (sentence, parts) => sentence.replaceAll(/\{(\w*)\}/g, (_, name) => parts[name]);

/** The places where both have something, the last of those where neither changes. */
function steps(one, other) {
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  return one.flatMap((mine, place) => {
    const changes = !same(mine, one[place + 1]) || !same(other[place], other[place + 1]);
    return mine && other[place] && changes ? [place] : [];
  });
}

/** The middle of the steps; null where there is none. */
function middle(one, other) {
  const both = steps(one, other);
  return both.length ? both[Math.floor(both.length / 2)] : null;
}

/** How two families compare on a device, a sentence each. */
export function pairWords({ sentences: say, facts, runs, speeds, accuracies }, run, a, b) {
  const names = { a: facts[a].label, b: facts[b].label, device: runs[run].label };
  const [x, y] = [facts[a].robust, facts[b].robust];
  const onDrawings = x && y ? fill(say.robust, { ...names, x, y }) : say.robust_none;
  const [one, other] = [runs[run].families[a], runs[run].families[b]];
  if (!one || !other) return [fill(say.missing, names), onDrawings];
  let at = middle(one.speeds, other.speeds);
  let fast = fill(say.speed_none, names);
  if (at !== null) {
    const [first, second] = [one.speeds[at], other.speeds[at]];
    const verdict = tied(first[2], first[3], second[2], second[3]) ? say.tied : say.apart;
    fast = fill(say.speed, { ...names, at: speeds[at], x: first[0], y: second[0], verdict });
  }
  at = middle(one.accuracies, other.accuracies);
  let accurate = say.accuracy_none;
  if (at !== null) {
    const [first, second] = [one.accuracies[at][0], other.accuracies[at][0]];
    accurate = fill(say.accuracy, { ...names, at: accuracies[at], x: first, y: second });
  }
  const counts = { n: runs[run].frontier, x: one.frontier, y: other.frontier };
  return [fast, accurate, onDrawings, fill(say.frontier, { ...names, ...counts })];
}

/** What is known of two families: rows of what it is, and each family's. */
export function pairRows(data, run, a, b) {
  const rows = Object.entries(data.facts[a].rows).map(([name, mine]) => [
    name,
    mine,
    data.facts[b].rows[name],
  ]);
  const [one, other] = [data.runs[run].families[a], data.runs[run].families[b]];
  if (!one || !other) return rows;
  const limits = [
    ['speeds', 'Best at {} or faster'],
    ['accuracies', 'Fastest at {} or better'],
  ];
  for (const [limit, what] of limits) {
    for (const place of steps(one[limit], other[limit])) {
      const pair = [one[limit][place], other[limit][place]];
      const cells = pair.map(([found, name]) => `${found} (${name})`);
      rows.push([fill(what, { '': data[limit][place] }), ...cells]);
    }
  }
  return rows;
}

/** What an address asks for, and a sentence for each part of it that the data lack. */
export function asked(query, { facts, runs, first }) {
  const parameters = new URLSearchParams(query);
  const problems = [];
  const pick = (name, known, usual) => {
    const wanted = parameters.get(name);
    if (wanted === null || Object.hasOwn(known, wanted)) return wanted ?? usual;
    problems.push(`There is no “${wanted.slice(0, 80)}” here to compare.`);
    return usual;
  };
  const state = {
    a: pick('a', facts, first[0]),
    b: pick('b', facts, first[1]),
    run: pick('run', runs, Object.keys(runs)[0]),
  };
  return { ...state, problems };
}

/** A query with another pair, which is left out where it is the usual one. */
export function withPair(query, { a, b }, { first }) {
  const found = new URLSearchParams(query);
  for (const [name, value, usual] of [
    ['a', a, first[0]],
    ['b', b, first[1]],
  ]) {
    if (value === usual) found.delete(name);
    else found.set(name, value);
  }
  const text = found.toString();
  return text && `?${text}`;
}
