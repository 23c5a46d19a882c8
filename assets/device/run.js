// A reader's device as a run of the chooser: the speed of every row, measured or estimated.

import { resolve } from '../chart/resolve.js';
import { fetchJson } from '../chart/runs.js';
import { kept } from '../choose/devices.js';
import { namesOf } from '../choose/names.js';
import { deviceFrom } from './device.js';
import { decodeKnown } from './known.js';
import { understood } from './names.js';
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
  const device = deviceFrom(
    rows.map((row) => ({ ...row, name: spelled(row, data, known) })),
    known,
  );
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

/** A name that the known runs do not have as the weights that it stands for, if any, with its size. */
function spelled({ name, imgSize }, data, known) {
  if (known.usualSize.has(understood(name, imgSize, known).architecture)) return name;
  const { weights } = resolve(name, namesOf(data));
  return weights ? [weights, ...name.split('@').slice(1)].join('@') : name;
}

/** The run of a device that this browser keeps. */
export async function loadDevice(id, data) {
  const device = kept().find((one) => one.id === id);
  if (!device) throw new Error(`no device ${id}`);
  return asRun(device, data, await loadKnown());
}
