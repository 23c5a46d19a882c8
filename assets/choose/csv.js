// Rows as CSV text, safe to open in a spreadsheet.

import { csvCell } from '../chart/datatable.js';

/**
 * A table as CSV. `notes` are lines of comment that stand first, each behind "# ";
 * `columns` are `[name, value(row)]`.
 */
export function toCsv(notes, columns, rows) {
  const lines = notes.map((note) => csvCell(`# ${note.replaceAll(/[\r\n]+/g, ' ')}`));
  lines.push(columns.map(([name]) => csvCell(name)).join(','));
  for (const row of rows) lines.push(columns.map(([, value]) => csvCell(value(row))).join(','));
  return `${lines.join('\n')}\n`;
}
