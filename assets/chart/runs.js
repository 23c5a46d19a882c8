// Which benchmark run the page's charts show: one choice for all of them, kept in the URL.

const KEY = 'run';

export const runInUrl = () => new URLSearchParams(location.search).get(KEY);

/** Put a run into the URL (none for the page's own), as a step that Back undoes. */
export function pushRun(run) {
  const url = new URL(location.href);
  if (run) url.searchParams.set(KEY, run);
  else url.searchParams.delete(KEY);
  history.pushState(null, '', url);
}

/** Where the chart of another run lies. */
export const runFile = (figure, run) => `figures/${figure}.${encodeURIComponent(run)}.json`;

const files = new Map();

/** Fetch a file once; a failure may be tried again. */
export function fetchJson(file) {
  if (!files.has(file)) {
    const answer = fetch(file).then((response) => {
      if (!response.ok) throw new Error(`${file}: ${response.status}`);
      return response.json();
    });
    answer.catch(() => files.delete(file));
    files.set(file, answer);
  }
  return files.get(file);
}
