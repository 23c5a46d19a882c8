// What a model's tag says, in words; fetched once, when a reader first asks.

import { h } from './dom.js';

let asked;
let known = null;

/** The part of a name after the first dot; empty where there is none. */
export const tagOf = (weights) => weights.slice(`${weights}.`.indexOf('.') + 1);

async function load() {
  const answer = await fetch(new URL('../../data/tags.json', import.meta.url)).catch(() => null);
  known = answer?.ok ? await answer.json() : {};
}

/** A paragraph that says what a model's tag says, as soon as that is known. */
export function tagLine(weights, ...more) {
  const line = h('p', { class: 'tag-words', hidden: true });
  const fill = () => {
    const tag = tagOf(weights);
    if (!Object.hasOwn(known, tag)) return;
    line.replaceChildren(known[tag], ...more);
    line.hidden = false;
  };
  asked ??= load();
  if (known) fill();
  else asked.then(fill);
  return line;
}

/** The same with a link to what all the words mean. */
export const linkedTagLine = (weights) =>
  tagLine(weights, ' ', h('a', { href: 'glossary.html#tags' }, 'What the words mean'));
