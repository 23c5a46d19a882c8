// A menu of the families that a chart's points are of, by kind.

import { h, option } from './dom.js';

/** Offer the families of the points, each with its number of points. */
export function offerFamilies(menu, points, chosen) {
  const kinds = new Map();
  for (let i = 0; i < points.length; i += 1) {
    const [kind, family, label] = ['kind', 'family', 'family_label'].map((name) => points.get(name, i));
    if (!kinds.has(kind)) kinds.set(kind, new Map());
    const families = kinds.get(kind);
    families.set(family, { label, count: (families.get(family)?.count ?? 0) + 1 });
  }
  const groups = [...kinds].map(([label, families]) => {
    const byName = [...families].sort(([, a], [, b]) => a.label.localeCompare(b.label, 'en'));
    const options = byName.map(([family, { label: name, count }]) => option(family, `${name} (${count})`));
    return h('optgroup', { label }, ...options);
  });
  menu.replaceChildren(option('', 'all families'), ...groups);
  menu.value = chosen;
}
