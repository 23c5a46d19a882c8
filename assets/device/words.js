// Faults and counts in words.

/** What is wrong with what a reader brought, as a sentence; `ask` where an answer would settle it. */
export class Fault extends Error {
  constructor(message, ask = null) {
    super(message);
    this.ask = ask;
  }
}

const SHOWN = 3;

/** Name the first of a list, and count the rest. */
export function firstOf(items) {
  const more = items.length - SHOWN;
  return items.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** A share in whole percent. */
export const share = (value) => `${Math.round(100 * value)}\u202f%`;
