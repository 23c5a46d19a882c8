// Reads {estimate, files} from stdin and says for every text what the browser makes of it.

import { readFileSync } from 'node:fs';
import { deviceFrom } from '../../assets/device/device.js';
import { readTimings } from '../../assets/device/files.js';
import { decodeKnown } from '../../assets/device/known.js';
import { decode } from '../../assets/device/text.js';
import { Fault } from '../../assets/device/words.js';

const { estimate, files } = JSON.parse(readFileSync(0, 'utf8'));
const known = decodeKnown(estimate);

function outcome(file) {
  try {
    const text = file.bytes ? decode(Uint8Array.from(file.bytes)) : file.text;
    const found = deviceFrom(readTimings(text, file.options).rows, known);
    const { secs, low, high, basis, reason, warnings } = found;
    return { secs: [...secs], low: [...low], high: [...high], basis, reason, warnings };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: error.message };
  }
}

console.log(JSON.stringify(files.map(outcome)));
