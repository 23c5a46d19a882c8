// The chooser on the page: holds the state, asks rank.js, and shows what comes back.

import { copyButton, h } from '../chart/dom.js';
import { chartWords, legend } from './caption.js';
import { showComparison } from './compare.js';
import { Controls, chip } from './controls.js';
import { showDetails } from './details.js';
import { emptiness, exclusions } from './excluded.js';
import { saveCsv } from './export.js';
import { loadedRun, loadRenames, loadRun, loadWeights } from './load.js';
import { Plot } from './plot.js';
import { answer, scores } from './rank.js';
import { Finder } from './reference.js';
import { defaults, fromQuery, MOST_COMPARED, toQuery } from './state.js';
import { Table } from './table.js';
import { showViews } from './views.js';
import { inForce, runName, runOf, sentence, some, testName, upgradeSentence } from './words.js';

const TYPED = new Set(['minSpeed', 'maxMs', 'minTop1', 'maxParams', 'maxGmacs', 'maxActs', 'name', 'loss']);
const SETTLED = 700;

class Chooser {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.scores = new Map();
    this.build();
    addEventListener('popstate', () => this.read());
    matchMedia('(min-width: 62rem)').addEventListener('change', () => this.fold());
    this.fold();
  }

  build() {
    const { data } = this;
    const button = (text, click) => h('button', { type: 'button', class: 'chart-button', click }, text);
    const section = (name, label) =>
      h('div', {
        role: 'region',
        class: `ch-panel ch-${name}`,
        'aria-labelledby': label,
        hidden: true,
      });
    this.notices = h('div', { class: 'ch-notices', role: 'alert' });
    this.spoken = h('p', { class: 'ch-hidden', role: 'status', 'aria-live': 'polite' });
    this.sentence = h('p', { class: 'ch-answer' });
    this.versus = h('p', { class: 'ch-versus' });
    this.empty = h('div', { class: 'ch-empty' });
    this.chips = h('ul', { class: 'ch-chips', 'aria-label': 'Constraints in force' });
    this.details = section('details', 'ch-details-title');
    this.comparison = section('comparison', 'ch-compare-title');
    this.title = h('h2', { class: 'chart-title ch-title', id: 'ch-chart-title' });
    this.subtitle = h('p', { class: 'chart-subtitle' });
    this.legend = h('ul', { class: 'chart-legend' });
    this.source = h('p', { class: 'chart-source' });
    this.views = h('div', { class: 'ch-views', role: 'group', 'aria-label': 'Rows of the table' });
    this.excluded = h(
      'details',
      { class: 'ch-excluded' },
      h('summary', {}, 'What each constraint excludes'),
      h('ul', {}),
    );
    const plot = h('div', { class: 'ch-plot' });
    const tables = h('div', { class: 'ch-table' });
    const form = h('form', { class: 'ch-form', 'aria-label': 'Constraints' });
    this.fields = h('details', { class: 'ch-fields' }, h('summary', {}, 'Constraints'), form);
    const copyLink = copyButton(() => location.href, 'Copy a link to this view');
    this.finder = new Finder(
      data,
      (part) => this.set(part, 'from'),
      (text) => this.say([text]),
    );
    this.parts = [
      this.notices,
      this.spoken,
      h('div', { class: 'ch-head' }, this.sentence, this.versus, this.chips, this.empty),
      this.fields,
      h(
        'div',
        { class: 'ch-main' },
        this.details,
        h(
          'div',
          { class: 'ch-chart', role: 'group', 'aria-labelledby': 'ch-chart-title' },
          this.title,
          this.subtitle,
          plot,
          this.legend,
          this.source,
        ),
        this.finder.form,
        this.comparison,
        this.views,
        tables,
        h(
          'div',
          { class: 'ch-actions' },
          button('CSV of these rows', () => saveCsv(this.context, false)),
          button('CSV of all rows', () => saveCsv(this.context, true)),
          copyLink,
        ),
        this.excluded,
      ),
    ];
    this.controls = new Controls(form, data, (part, control) => this.set(part, control));
    this.plot = new Plot(plot, (row) => this.open(data.id[row]));
    this.table = new Table(tables, {
      open: (id) => this.open(id),
      sort: (sort) => this.set({ sort }, 'sort'),
      compare: (id, wanted) => this.compare(id, wanted),
    });
  }

  /** On a wide screen the form stands open beside the answer; on a phone it is folded. */
  fold() {
    this.fields.open = matchMedia('(min-width: 62rem)').matches;
  }

  /** Take the state from the address. */
  async read() {
    let found = fromQuery(location.search, this.data);
    if (found.strangers.length) found = fromQuery(location.search, this.data, await loadRenames());
    this.state = found.state;
    this.lastControl = null;
    this.say(found.problems);
    this.controls.write(this.state);
    this.finder.write(this.state);
    await this.update();
  }

  say(problems) {
    this.notices.replaceChildren(...problems.map((problem) => h('p', {}, problem)));
  }

  /** Change a part of the state, as a step that Back undoes. */
  set(part, control = null) {
    this.state = { ...this.state, ...part };
    this.say([]);
    this.controls.write(this.state);
    this.finder.write(this.state);
    const typing = TYPED.has(control) && control === this.lastControl;
    this.lastControl = control;
    this.address(typing);
    return this.update();
  }

  address(replace) {
    const query = toQuery(this.state, this.data);
    const url = `${location.pathname}${query && `?${query}`}${location.hash}`;
    try {
      history[replace ? 'replaceState' : 'pushState'](null, '', url);
    } catch {
      // browsers limit how often the address may change; the next change catches up
    }
  }

  /** Answer the state's question and show the answer. */
  async update() {
    const { state, data } = this;
    const turn = Symbol('turn');
    this.turn = turn;
    if (!loadedRun(state.run)) {
      this.root.setAttribute('aria-busy', 'true');
      try {
        await loadRun(state.run, data);
      } catch {
        if (turn !== this.turn) return;
        this.root.removeAttribute('aria-busy');
        this.failed(state.run);
        return;
      }
      if (turn !== this.turn) return;
    }
    this.root.removeAttribute('aria-busy');
    this.show();
    this.countDevices();
  }

  failed(run) {
    this.attach();
    const again = h(
      'button',
      { type: 'button', class: 'chart-button', click: () => this.set({}) },
      'Try again',
    );
    this.say([`The speeds of ${runName(runOf(this.data, run))} could not be loaded.`]);
    this.notices.append(again);
  }

  /** The speeds of all devices are fetched once the first answer stands. */
  countDevices() {
    const runs = this.data.devices.map(({ run }) => run);
    if (this.counting || runs.every(loadedRun)) return;
    this.counting = true;
    Promise.allSettled(runs.map((run) => loadRun(run, this.data))).then(() => {
      this.counting = false;
      if (runs.every(loadedRun)) this.show();
      else if (this.state.devices)
        this.say(['The speeds of some devices could not be loaded, so stable picks are not counted.']);
    });
  }

  score(tests) {
    const key = tests.join();
    if (!this.scores.has(key)) this.scores.set(key, scores(this.data, tests));
    return this.scores.get(key);
  }

  show() {
    performance.mark('choose-start');
    const { data, state } = this;
    const run = loadedRun(state.run);
    const score = this.score(state.tests);
    const devices = data.devices.map((device) => loadedRun(device.run));
    const speeds = devices.every(Boolean) ? devices.map(({ speed }) => speed) : [];
    const found = answer(data, run.speed, score, state, speeds);
    const about = runOf(data, state.run);
    const view = {
      ...state,
      show: state.show === 'upgrades' && found.reference < 0 ? 'frontier' : state.show,
    };
    this.context = {
      data,
      state: view,
      run,
      score,
      found,
      about,
      testName: testName(data, state.tests),
    };
    this.showAnswer();
    this.showTable();
    this.showLegend();
    this.attach();
    performance.measure('choose-answer', 'choose-start');
    this.showPanels();
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.plot.draw({ ...this.context, alt: this.alt });
      performance.measure('choose-chart', 'choose-start');
      this.root.dataset.ready = toQuery(this.state, data);
    });
  }

  showAnswer() {
    const { data, state, found } = this.context;
    this.sentence.replaceChildren(...sentence(this.context));
    this.versus.replaceChildren(...(found.reference >= 0 ? upgradeSentence(this.context) : []));
    const set = inForce(state, data);
    this.chips.replaceChildren(
      ...set.map(({ id, text }) =>
        h(
          'li',
          {},
          chip(text, () => this.drop(id)),
        ),
      ),
      ...(set.length > 1
        ? [
            h(
              'li',
              {},
              chip('all constraints', () => this.clear()),
            ),
          ]
        : []),
    );
    this.fields.querySelector('summary').textContent = set.length
      ? `Constraints (${set.length} in force)`
      : 'Constraints';
    const lines = exclusions(this.context);
    this.excluded.querySelector('ul').replaceChildren(...lines.map((line) => h('li', {}, line)));
    this.empty.replaceChildren(...(found.best < 0 ? emptiness(this.context, (part) => this.set(part)) : []));
    clearTimeout(this.settled);
    this.settled = setTimeout(() => {
      this.spoken.textContent = `${this.sentence.textContent} ${this.versus.textContent}`.trim();
    }, SETTLED);
  }

  drop(id) {
    this.set({ [id]: defaults(this.data)[id] });
    const places = [...this.chips.querySelectorAll('button'), this.fields.querySelector('summary')];
    (places.find((place) => place.offsetParent) ?? this.fields.querySelector('select')).focus();
  }

  clear() {
    const { run, tests, from, aim, compare, weights, show, sort, loss, fixtures } = this.state;
    this.set({
      ...defaults(this.data),
      run,
      tests,
      from,
      aim,
      compare,
      weights,
      show,
      sort,
      loss,
      fixtures,
    });
  }

  showTable() {
    const { state, found, about, testName: test } = this.context;
    const views = [
      ['frontier', 'Frontier', found.frontier.length],
      ['tied', 'Best and tied', found.best < 0 ? 0 : found.tied.length + 1],
      ['all', 'All', found.candidates.length],
    ];
    if (found.reference >= 0) {
      views.splice(2, 0, ['upgrades', 'Upgrades', found.upgrades?.[state.aim].length ?? 0]);
    }
    showViews(this.views, views, state.show, (show) => this.set({ show, sort: null }));
    const [, label, count] = views.find(([id]) => id === state.show);
    this.table.draw(
      this.context,
      `${label}: ${some(count, 'row')}. Top-1 on ${test}, with 95 % interval; speeds of the ${runName(about)}.`,
    );
  }

  /** The page is filled at once, so that nothing moves while it loads. */
  attach() {
    if (this.parts) this.root.replaceChildren(...this.parts);
    this.parts = null;
  }

  /** The words around the chart. */
  showLegend() {
    const words = chartWords(this.context);
    this.title.textContent = words.title;
    this.subtitle.textContent = words.subtitle;
    this.legend.replaceChildren(...legend(this.context));
    this.source.textContent = words.source;
    this.alt = words.alt;
  }

  showPanels() {
    const row = this.data.rows.get(this.state.weights) ?? -1;
    const drawn = `${this.state.weights} ${this.state.run}`;
    if (row < 0) {
      this.details.hidden = true;
      this.details.replaceChildren();
    } else if (drawn !== this.drawnDetails) {
      showDetails(this.details, this.context, row, {
        close: () => this.close(),
        open: (id) => this.open(id),
        reference: (id) => this.set({ from: id, show: 'upgrades', sort: null }, 'from'),
        compare: (id, wanted) => this.compare(id, wanted),
      });
    }
    this.drawnDetails = row < 0 ? null : drawn;
    showComparison(this.comparison, this.context, {
      open: (id) => this.open(id),
      compare: (id, wanted) => this.compare(id, wanted),
      clear: () => this.part({ compare: [] }),
    });
    this.table.mark(this.state.compare);
  }

  /** Change what the answer does not depend on. */
  part(change) {
    this.state = { ...this.state, ...change };
    this.context = { ...this.context, state: { ...this.context.state, ...change } };
    this.lastControl = null;
    this.address(false);
    this.showPanels();
    this.root.dataset.ready = toQuery(this.state, this.data);
  }

  open(id) {
    this.part({ weights: id });
    const heading = this.details.querySelector('h2');
    heading.focus({ preventScroll: true });
    const { top, bottom } = heading.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) this.details.scrollIntoView({ block: 'start' });
  }

  close() {
    const { weights } = this.state;
    this.part({ weights: null });
    const line = [...this.table.body.rows].find(({ dataset }) => dataset.id === weights);
    (line?.querySelector('.ch-open') ?? this.fields.querySelector('select'))?.focus();
  }

  compare(id, wanted) {
    const others = this.state.compare.filter((one) => one !== id);
    if (wanted && others.length >= MOST_COMPARED) {
      this.say([`At most ${MOST_COMPARED} rows can stand side by side; take one out first.`]);
      this.table.mark(this.state.compare);
      return;
    }
    this.say([]);
    this.part({ compare: wanted ? [...others, id] : others });
  }
}

async function start() {
  const root = document.getElementById('chooser');
  try {
    const data = await loadWeights();
    if (data.lead) {
      await new Chooser(root, data).read();
      return;
    }
    root.removeAttribute('aria-busy');
    root.replaceChildren(h('p', { class: 'ch-notices' }, 'There is no benchmark run to choose by.'));
  } catch (error) {
    root.replaceChildren(
      h(
        'p',
        { class: 'ch-notices', role: 'alert' },
        'The data of the chooser could not be loaded. Reload the page to try again; the tables below need no data.',
      ),
    );
    throw error;
  }
}

start();
