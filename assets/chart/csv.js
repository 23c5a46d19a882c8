// Rows as CSV text, safe to open in a spreadsheet. No DOM.

/** One cell: quoted where needed; a text that a spreadsheet would run as a formula gets a quote. */
export function csvCell(value) {
  if (value == null || Number.isNaN(value)) return '';
  let text = String(value);
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of values as CSV; RFC 4180 ends lines as is usual here. */
export const csv = (rows, end = '\r\n') => rows.map((row) => row.map(csvCell).join(',') + end).join('');
