// A reader's device as a run of the chooser: the speed of every row, measured or estimated.

import { fetchJson } from '../chart/runs.js';
import { kept } from '../choose/devices.js';
import { deviceFrom } from './device.js';
import { decodeKnown } from './known.js';
import { Fault } from './words.js';

let decoded;

/** What the known runs teach, fetched when it is first asked for. */
export async function loadKnown() {
  const file = await fetchJson('data/estimate.json');
  if (!file.architectures) throw new Fault('There is no benchmark run that an estimate could learn from.');
  decoded ??= decodeKnown(file);
  return decoded;
}

/** The times of a device by row of the weights file, in the form of `decodeRun`. */
export function asRun({ id, rows, batchSize }, data, known) {
  const device = deviceFrom(rows, known);
  const places = data.weights.map((name, row) => {
    const today = data.current[row] ?? name;
    return known.place(today.split('.', 1)[0], data.imgSize[row]);
  });
  const by = (values) => Float64Array.from(places, (place) => (place < 0 ? Number.NaN : values[place]));
  return {
    id,
    speed: by(device.secs.map((secs) => 1 / secs)),
    low: by(device.low),
    high: by(device.high),
    basis: places.map((place) => (place < 0 ? null : device.basis[place])),
    batch: new Float64Array(data.n).fill(batchSize ?? Number.NaN),
    reason: (row) => (places[row] < 0 ? 'absent' : null),
    measuredAs: () => null,
    params: () => null,
    device,
  };
}

/** The run of a device that this browser keeps. */
export async function loadDevice(id, data) {
  const device = kept().find((one) => one.id === id);
  if (!device) throw new Error(`no device ${id}`);
  return asRun(device, data, await loadKnown());
}
