// The bytes that a reader brought -> text.

import { Fault } from './words.js';

export const LARGEST = 20_000_000;
const KINDS = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive (or a spreadsheet): unpack it, or save the table as CSV'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF: copy the table out of it and paste that'],
  [[0x1f, 0x8b], 'a compressed file: unpack it'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture: type the numbers'],
  [[0xff, 0xd8, 0xff], 'a picture: type the numbers'],
];

/** Text from bytes: UTF-8 or, where the first two say so, UTF-16. */
export function decode(bytes) {
  if (bytes.length > LARGEST)
    throw new Fault(`The file is larger than ${LARGEST / 1e6} MB: keep the lines of one device.`);
  for (const [start, what] of KINDS) {
    if (start.every((byte, i) => bytes[i] === byte)) throw new Fault(`This is ${what}.`);
  }
  const wide = { 65279: 'utf-16be', 65534: 'utf-16le' }[(bytes[0] << 8) | bytes[1]];
  try {
    const text = new TextDecoder(wide ?? 'utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // said below
  }
  throw new Fault('This is not text: bring a CSV or JSON file, or paste a table.');
}
