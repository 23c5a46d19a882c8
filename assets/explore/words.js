// What a view says: titles, counts, correlation, and the same for readers who do not see it. No DOM.

import { numberFact } from '../chart/facts.js';
import { NARROW_SPACE, significant } from '../chart/format.js';
import { keyOf } from './points.js';
import { extent, median, spearman } from './relation.js';

/** An axis by name. */
export const nameOf = ({ group, label, run }) => (run ? `${group}, ${label}` : label);

/** An axis as a heading names it. */
export function title(axis) {
  return ['%', 's', ''].includes(axis.unit) ? nameOf(axis) : `${nameOf(axis)}, ${axis.unit}`;
}

/** An axis as the axis itself names it, in the room that there is. */
export function axisTitle(axis, width) {
  const full = title(axis);
  if (!axis.run || full.length * 6.4 < width) return full;
  return title({ ...axis, label: axis.device });
}

/** An axis as a fact of each point. */
export const factOf = (axis) => numberFact(keyOf(axis), nameOf(axis), axis.unit === 's' ? 'ms' : axis.unit);

/** Two values of an axis as a range, the unit said once where it is the same. */
export function range(axis, low, high) {
  const { write } = factOf(axis);
  const [from, to] = [write(low), write(high)];
  if (from === to) return to;
  const [[start, unit], [, other]] = [from, to].map((text) => text.split(NARROW_SPACE));
  return `${unit === other ? start : from} to ${to}`;
}

const thousands = (number) => number.toLocaleString('en');

/** How many points there are, how their two values go together, and what measure colours them. */
export function summary({ x, y, measure, architectures, basis }, xs, ys) {
  const unit = architectures ? 'architectures at an image size' : 'models';
  const rho = spearman(xs, ys);
  const relation = Number.isNaN(rho) ? '' : ` Spearman’s rank correlation: ${rho.toFixed(3)}.`;
  const ratios = xs.map((value, i) => ys[i] / value).sort((a, b) => a - b);
  const same = x.run && y.run && x.unit === y.unit && ratios.length;
  const factor = same ? ` Median ratio, up over along: ${significant(median(ratios))}.` : '';
  const color = measure ? ` Colour: ${nameOf(measure)}, in classes of about equal number.` : '';
  const estimated = basis ? ' Faint: speed estimated, not measured.' : '';
  return `${thousands(xs.length)} ${unit}.${relation}${factor}${color}${estimated}`;
}

/** The chart in words: `groups` are those shown, as `[label, number of points]`. */
export function alternative(view, xs, ys, groups) {
  const span = (axis, values) => {
    const { write } = factOf(axis);
    const [low, high] = extent(values);
    return `from ${write(low)} to ${write(high)}`;
  };
  const head = `Chart: ${title(view.y)}, against ${title(view.x)}. ${summary(view, xs, ys)}`;
  if (!xs.length) return head;
  const counts = groups.map(([label, n]) => `${label} ${thousands(n)}`).join(', ');
  return `${head} Along ${span(view.x, xs)}, up ${span(view.y, ys)}. ${counts}.`;
}

const COSTS = new Set(['gmacs', 'activations']);

/** Where the figures come from. */
export function source({ shown }, data) {
  const runs = [...new Set(shown.filter(({ run }) => run).map(({ label, run }) => `${label} (${run})`))];
  const costs = shown.some(({ id }) => COSTS.has(id))
    ? [`GMACs and activations as ${data.lead} states them`]
    : [];
  return [...runs, ...costs, `timm results, edition ${data.edition}`].join(' · ');
}
