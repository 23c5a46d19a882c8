// The drawing library: a script of a megabyte, loaded once, when it is first asked for.

let library;

export function plotly() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = new URL('assets/plotly.min.js', document.baseURI);
    script.onload = () => done(window.Plotly);
    script.onerror = () => failed(new Error('plotly.min.js did not load'));
    document.head.append(script);
  });
  return library;
}
