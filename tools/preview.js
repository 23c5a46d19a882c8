// The preview's own script on every page: reloads it when it was rendered anew, and says what failed.

const told = document.createElement('pre');
told.style.cssText =
  'position:fixed;inset:auto 0 0;z-index:9999;max-height:60vh;margin:0;padding:1rem;overflow:auto;' +
  'background:#7a1f1f;color:#fff;white-space:pre-wrap';
told.setAttribute('role', 'alert');

const news = new EventSource(document.currentScript.dataset.news);
news.addEventListener('rendered', () => location.reload());
news.addEventListener('failed', ({ data }) => {
  told.textContent = JSON.parse(data);
  document.body.append(told);
});
