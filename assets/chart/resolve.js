// What a name that people write stands for: weights of timm (analysis/naming/resolve.py). No DOM.

export const HOW = {
  hub: 'Hub address',
  spelling: 'other spelling',
  renamed: 'old name',
  torchvision: 'torchvision’s name',
  default: 'timm’s default weights',
};
const MOST = 5;
const ALIKE = 0.5;

const HUB = /^(?:(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/|hf[-_]hub:)/i;
const TORCHVISION = /^(?:torchvision\.)?models\.(?=\w+_Weights\.)/i;
const QUOTES = /^['"`]+|['"`]+$/g;

/** The names that there are: `weights` as a list, all else as objects of a name and what it stands for. */
export function names({ weights, defaults, renames, hubs, torchvision }) {
  const [byDefault, old, hub, others] = [defaults, renames, hubs, torchvision].map(
    (one) => new Map(Object.entries(one)),
  );
  const all = [...old.keys(), ...others.keys(), ...byDefault.keys(), ...weights];
  const spellings = new Map(all.map((name) => [squashed(name), name]));
  return { weights: new Set(weights), byDefault, old, hub, others, spellings };
}

/**
 * Say which weights a name stands for: `{weights, how, suggestions}`. `how` are keys of `HOW`, empty
 * for a name as timm writes it; where nothing fits, `weights` is empty and `suggestions` are the
 * weights of the most similar names.
 */
export function resolve(name, known) {
  let text = name.trim().replace(QUOTES, '').trim();
  const address = HUB.exec(text);
  if (address) [text] = /^[^/?#]*(?:\/[^/?#]*)?/.exec(text.slice(address[0].length));
  text = text.split('@', 1)[0].trim();
  const elsewhere = known.hub.get(text.toLowerCase());
  if (elsewhere !== undefined) return { weights: elsewhere, how: ['hub'], suggestions: [] };
  const owned = /^timm\//i.test(text);
  text = (owned ? text.slice('timm/'.length) : text).replace(TORCHVISION, '');
  const before = address || owned ? ['hub'] : [];
  let found = meant(text, known);
  if (!found) {
    const right = spelled(text, known);
    found = right && meant(right, known);
    before.push('spelling');
  }
  if (!found) return { weights: '', how: [], suggestions: similar(text, known) };
  return { weights: found[0], how: [...before, ...found[1]], suggestions: [] };
}

/** The weights of a name that is spelled as it should be, and the steps to them. */
function meant(text, known, old = true) {
  if (known.weights.has(text)) return [text, []];
  if (known.byDefault.has(text)) return [known.byDefault.get(text), ['default']];
  if (known.others.has(text)) return [known.others.get(text), ['torchvision']];
  const now = old && renamed(text, known);
  const found = now && meant(now, known, false);
  return found ? [found[0], ['renamed', ...found[1]]] : null;
}

function renamed(text, { old }) {
  if (old.has(text)) return old.get(text);
  const [architecture, tag] = parted(text);
  const [now] = parted(old.get(architecture) ?? '');
  return tag !== null && now ? `${now}.${tag}` : '';
}

/** A name as it should be spelled; the architecture alone may be known. */
function spelled(text, { spellings }) {
  const whole = spellings.get(squashed(text));
  if (whole) return whole;
  const [architecture, tag] = parted(text);
  const own = spellings.get(squashed(architecture));
  return tag !== null && own ? `${own}.${tag.toLowerCase()}` : '';
}

function similar(text, known) {
  const wanted = squashed(text);
  const [architecture] = parted(wanted);
  const all = [...known.spellings.keys()];
  const own = all.filter((key) => key.startsWith(`${architecture}.`));
  const counted = pairs(wanted);
  const ranked = (own.length ? own : all)
    .map((key) => [likeness(counted, pairs(key)), key])
    .filter(([alike]) => own.length || alike >= ALIKE)
    .sort(([a, one], [b, other]) => b - a || (one < other ? -1 : 1));
  const found = ranked.map(([, key]) => meant(known.spellings.get(key), known)?.[0]);
  return [...new Set(found)].filter(Boolean).slice(0, MOST);
}

/** A name's parts before and after the first dot; null where there is none. */
function parted(name) {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, null] : [name.slice(0, dot), name.slice(dot + 1)];
}

/**
 * A name without what people write in several ways: case, `-`, `_` and spaces. Between two digits they
 * stay, as one sign: torchvision's 1_6GF is not its 16GF.
 */
const squashed = (name) =>
  name
    .toLowerCase()
    .replace(/([0-9])[-_\s]+(?=[0-9])/g, '$1:')
    .replace(/[-_\s]/g, '');

/** How often each pair of letters stands in a text. */
function pairs(text) {
  const counts = new Map();
  for (let i = 0; i + 1 < text.length; i++) {
    const pair = text.slice(i, i + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}

const total = (counts) => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** Dice's coefficient of two texts' pairs of letters, 0 to 1. */
function likeness(one, other) {
  let shared = 0;
  for (const [pair, count] of other) shared += Math.min(count, one.get(pair) ?? 0);
  const all = total(one) + total(other);
  return all ? (2 * shared) / all : 0;
}
