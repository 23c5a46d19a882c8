// Timings that others have published, taken as a device of the reader's own.

import { fetchJson } from '../chart/runs.js';
import { idOf, keep } from '../choose/devices.js';

export const loadSets = () => fetchJson('data/timings.json');

/** What a set is called: its device and how that was set. */
export function nameOf({ device, runtime, precision }) {
  const setting = [runtime, precision].filter((part) => part !== 'unknown');
  return [device, ...setting].join(', ');
}

/**
 * Keep the set that an address names (`set=…`) and let the address name the device instead; an
 * address without one, or with a name that no set has, stays as it is.
 */
export async function adopt() {
  const url = new URL(location.href);
  const sets = await loadSets().catch(() => ({}));
  const wanted = url.searchParams.get('set');
  const set = Object.hasOwn(sets, wanted) ? sets[wanted] : null;
  if (!set) return;
  const name = nameOf(set);
  const rows = set.rows.map(([architecture, imgSize, ms]) => ({
    name: architecture,
    imgSize,
    secs: ms / 1000,
  }));
  keep({ id: idOf(name), name, rows, batchSize: set.batch_size });
  url.searchParams.delete('set');
  url.searchParams.set('run', idOf(name));
  history.replaceState(null, '', url);
}
