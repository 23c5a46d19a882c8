// Rows as CSV text, safe to open in a spreadsheet.

/** One cell: quoted where needed; a text that a spreadsheet would run as a formula gets a quote. */
export function cell(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  let text = String(value);
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A table as CSV. `notes` are lines of comment that stand first, each behind "# ";
 * `columns` are `[name, value(row)]`.
 */
export function toCsv(notes, columns, rows) {
  const lines = notes.map((note) => cell(`# ${note.replaceAll(/[\r\n]+/g, ' ')}`));
  lines.push(columns.map(([name]) => cell(name)).join(','));
  for (const row of rows) lines.push(columns.map(([, value]) => cell(value(row))).join(','));
  return `${lines.join('\n')}\n`;
}
