// Elements from data: text is always text, never markup.

/** An element with attributes (functions become listeners) and children (strings become text). */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** A legend's mark, as analysis/markup.py draws it. */
export function mark({ symbol, color, ring }) {
  const element = h('i', {
    class: `key key-${symbol}${ring ? ' key-ring' : ''}`,
    'aria-hidden': 'true',
  });
  element.style.setProperty('--c', color);
  return element;
}

/** A button; `content` is a text or nodes, `attributes` may give it another class. */
export const button = (content, click, attributes = {}) =>
  h('button', { type: 'button', class: 'chart-button', click, ...attributes }, ...[content].flat());

/** A control behind the name that it goes by. */
export const labelled = (name, control, attributes = {}) =>
  h('label', attributes, h('span', {}, name), control);

export const option = (value, name) => h('option', { value }, name);

/** A table that scrolls by itself where it is too wide. */
export const scrolling = (name, table) =>
  h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name }, table);

/** Hand a text to the reader as a file. */
export function download(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Copy a text; true where the browser allowed it. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea', { readonly: true, style: 'position:fixed;opacity:0' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** A button that copies what `text()` gives and says so. */
export function copyButton(text, label) {
  const own = button(label, async () => {
    own.textContent = (await copy(text())) ? 'Copied' : 'Copying was refused';
    setTimeout(() => (own.textContent = label), 1600);
  });
  return own;
}
