// The panel behind a fold, on pages of which it is not the subject: fetched when it is opened.

const fold = document.querySelector('.own-device');
fold?.addEventListener('toggle', () => import('./panel.js'), { once: true });
