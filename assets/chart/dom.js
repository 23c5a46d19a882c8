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
  const button = h(
    'button',
    {
      type: 'button',
      class: 'chart-button',
      click: async () => {
        button.textContent = (await copy(text())) ? 'Copied' : 'Copying was refused';
        setTimeout(() => (button.textContent = label), 1600);
      },
    },
    label,
  );
  return button;
}
