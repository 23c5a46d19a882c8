// The reader's own devices: their timings are kept in this browser and nowhere else.

const PLACE = 'devices';
const MINE = 'mine-';

/** Whether a run's id is that of a reader's device. */
export const isMine = (run) => run.startsWith(MINE);

/** The devices that this browser keeps: each `{id, name, rows, batchSize}`. */
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) ?? '[]');
    return Array.isArray(found) ? found.filter(({ id, rows }) => isMine(id) && Array.isArray(rows)) : [];
  } catch {
    return [];
  }
}

/** Keep a device, in the place of one of the same name; false where the browser keeps nothing. */
export function keep(device) {
  return write([device, ...kept().filter(({ id }) => id !== device.id)]);
}

export const forget = (id) => write(kept().filter((device) => device.id !== id));

/** The id of a device from its name. */
export const idOf = (name) => MINE + (name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['device']).join('-');

function write(devices) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(devices));
    return true;
  } catch {
    return false;
  }
}

/** The reader's devices as runs of the data, before all others. */
export function withDevices(data) {
  const mine = kept().map(({ id, name, rows, batchSize }) => ({
    id,
    task: 'infer',
    device: id,
    deviceLabel: name,
    details: `yours: ${rows.length} timings, the rest estimated`,
    compiled: false,
    edition: 'your timings',
    batched: batchSize > 1,
    mine: true,
  }));
  return { ...data, runs: [...mine, ...data.runs] };
}
