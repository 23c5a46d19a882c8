// The data files: each fetched once, when it is first needed.

import { fetchJson } from '../chart/runs.js';
import { decodeOrders, decodeRun, decodeWeights } from './data.js';
import { isMine, withDevices } from './devices.js';

const decoded = new Map();

async function once(file, decode) {
  const plain = await fetchJson(file);
  if (!decoded.has(file)) decoded.set(file, decode(plain));
  return decoded.get(file);
}

export const loadWeights = () => once('data/weights.json', (file) => withDevices(decodeWeights(file)));

const runPath = (run) => `data/runs/${encodeURIComponent(run)}.json`;

export const loadRun = (run, data) =>
  isMine(run) ? own(run, data) : once(runPath(run), (file) => decodeRun(file, data));

async function own(run, data) {
  const path = runPath(run);
  if (!decoded.has(path)) {
    const { loadDevice } = await import('../device/run.js');
    decoded.set(path, await loadDevice(run, data));
  }
  return decoded.get(path);
}

/** A run that has been loaded already, else null. */
export const loadedRun = (run) => decoded.get(runPath(run)) ?? null;

const ORDERS = 'data/orders.json';

export const loadOrders = (data) => once(ORDERS, (file) => decodeOrders(file, data));

/** The order of speeds on each device, once it has been loaded, else nothing. */
export const loadedOrders = () => decoded.get(ORDERS) ?? [];
