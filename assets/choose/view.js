// The chooser on the page: holds the state, asks rank.js, and shows what comes back.

import { button, h } from '../chart/dom.js';
import { chartWords, legend } from './caption.js';
import { showChips } from './chips.js';
import { showComparison } from './compare.js';
import { Controls } from './controls.js';
import { showDetails } from './details.js';
import { emptiness, exclusions } from './excluded.js';
import { saveCsv } from './export.js';
import { loadedOrders, loadedRun, loadOrders, loadRun, loadWeights } from './load.js';
import { buildParts } from './parts.js';
import { Plot } from './plot.js';
import { answer } from './rank.js';
import { Finder } from './reference.js';
import { showSaid, understood } from './said.js';
import { defaults, fromQuery, MOST_COMPARED, TYPED, toQuery, unconstrained } from './state.js';
import { scores } from './stats.js';
import { Table } from './table.js';
import { showViews, viewsOf } from './views.js';
import { inForce, runName, runOf, sentence, some, testName, upgradeSentence } from './words.js';

const SETTLED = 700;
const wide = matchMedia('(min-width: 76rem)');

class Chooser {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.scores = new Map();
    this.build();
    addEventListener('popstate', () => this.read());
    wide.addEventListener('change', () => this.fold());
    this.fold();
  }

  build() {
    const { data } = this;
    const set = (part, control) => this.set(part, control);
    const say = (name, found) => this.say(...understood(name, found));
    this.finder = new Finder(data, (part) => set(part, 'from'), say);
    this.actions = { open: (id) => this.open(id), compare: (id, wanted) => this.compare(id, wanted) };
    this.parts = buildParts(this.finder.form, this.actions.open, (all) => saveCsv(this.context, all));
    this.controls = new Controls(this.parts.form, data, set);
    this.plot = new Plot(this.parts.plot, (row) => this.open(data.id[row]));
    this.table = new Table(this.parts.table, { ...this.actions, sort: (sort) => set({ sort }, 'sort') });
  }

  /** On a wide screen the form stands open beside the answer; on a phone it is folded. */
  fold() {
    this.parts.fields.open = wide.matches;
  }

  /** Take the state from the address. */
  async read() {
    const found = fromQuery(location.search, this.data);
    this.state = found.state;
    this.lastControl = null;
    this.say(found.problems, found.notes, found.unknown);
    this.controls.write(this.state);
    this.finder.write(this.state);
    await this.update();
  }

  /** Say what is wrong and what was understood; similar models of those unknown are buttons. */
  say(problems, notes, unknown) {
    showSaid(this.parts, (place, id) => this.take(place, id), problems, notes, unknown);
  }

  /** Take a model in the place of one of the address's parameters. */
  take(place, id) {
    this.say([]);
    if (place === 'compare') this.compare(id, true);
    else if (place === 'weights') this.open(id);
    else this.set({ from: id, show: 'upgrades', sort: null }, 'from');
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
    this.say([`The speeds of ${runName(runOf(this.data, run))} could not be loaded.`]);
    this.parts.notices.append(button('Try again', () => this.set({})));
  }

  /** The order of speeds on all devices is fetched once the first answer stands. */
  async countDevices() {
    if (this.counting || loadedOrders().length) return;
    this.counting = true;
    try {
      await loadOrders(this.data);
      this.show();
    } catch {
      if (this.state.devices)
        this.say(['The order of speeds could not be loaded, so stable picks are not counted.']);
    }
    this.counting = false;
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
    const found = answer(data, run.speed, score, state, loadedOrders());
    this.controls.batched(runOf(data, state.run).batched);
    const show = state.show === 'upgrades' && found.reference < 0 ? 'frontier' : state.show;
    const names = { about: runOf(data, state.run), testName: testName(data, state.tests) };
    this.context = { data, state: { ...state, show }, run, score, found, ...names };
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
    const { sentence: answered, versus, chips, folded, excluded, empty, spoken } = this.parts;
    answered.replaceChildren(...sentence(this.context));
    versus.replaceChildren(...(found.reference >= 0 ? upgradeSentence(this.context) : []));
    const set = inForce(state, data);
    const clear = () => this.set(unconstrained(this.state, data));
    showChips(chips, set, (id) => this.drop(id), clear);
    folded.textContent = set.length ? `Constraints (${set.length} in force)` : 'Constraints';
    excluded.replaceChildren(...exclusions(this.context).map((line) => h('li', {}, line)));
    empty.replaceChildren(...(found.best < 0 ? emptiness(this.context, (part) => this.set(part)) : []));
    clearTimeout(this.settled);
    this.settled = setTimeout(() => {
      spoken.textContent = `${answered.textContent} ${versus.textContent}`.trim();
    }, SETTLED);
  }

  drop(id) {
    this.set({ [id]: defaults(this.data)[id] });
    const { chips, folded, form } = this.parts;
    const places = [...chips.querySelectorAll('button'), folded];
    (places.find((place) => place.offsetParent) ?? form.querySelector('select')).focus();
  }

  showTable() {
    const { state, about, testName: test } = this.context;
    const views = viewsOf(this.context);
    showViews(this.parts.views, views, state.show, (show) => this.set({ show, sort: null }));
    const [, label, count] = views.find(([id]) => id === state.show);
    this.table.draw(
      this.context,
      `${label}: ${some(count, 'model')}. Top-1 on ${test}, with 95 % interval; speeds of the ${runName(about)}.`,
    );
  }

  /** The page is filled at once, so that nothing moves while it loads. */
  attach() {
    if (!this.parts.notices.isConnected) this.root.replaceChildren(...this.parts.all);
  }

  /** The words around the chart. */
  showLegend() {
    const words = chartWords(this.context);
    for (const name of ['title', 'subtitle', 'source']) this.parts[name].textContent = words[name];
    this.parts.legend.replaceChildren(...legend(this.context));
    this.alt = words.alt;
  }

  showPanels() {
    const { details, comparison } = this.parts;
    const row = this.data.rows.get(this.state.weights) ?? -1;
    const drawn = `${this.state.weights} ${this.state.run} ${this.state.memory}`;
    if (row < 0) {
      details.hidden = true;
      details.replaceChildren();
    } else if (drawn !== this.drawnDetails) {
      showDetails(details, this.context, row, {
        ...this.actions,
        close: () => this.close(),
        reference: (id) => this.take('from', id),
      });
    }
    this.drawnDetails = row < 0 ? null : drawn;
    showComparison(comparison, this.context, {
      ...this.actions,
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
    const { details } = this.parts;
    const heading = details.querySelector('h2');
    heading.focus({ preventScroll: true });
    const { top, bottom } = heading.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) details.scrollIntoView({ block: 'start' });
  }

  close() {
    const { weights } = this.state;
    this.part({ weights: null });
    const line = [...this.table.body.rows].find(({ dataset }) => dataset.id === weights);
    (line?.querySelector('.ch-open') ?? this.parts.form.querySelector('select'))?.focus();
  }

  compare(id, wanted) {
    const others = this.state.compare.filter((one) => one !== id);
    if (wanted && others.length >= MOST_COMPARED) {
      this.say([`At most ${MOST_COMPARED} models can stand side by side; take one out first.`]);
      this.table.mark(this.state.compare);
      return;
    }
    this.say([]);
    this.part({ compare: wanted ? [...others, id] : others });
  }
}

const LOST =
  'The data of the chooser could not be loaded. Reload the page to try again; the tables below need no data.';

async function start() {
  const root = document.getElementById('chooser');
  try {
    if (/[?&]set=/.test(location.search)) await (await import('../device/ready.js')).adopt();
    const data = await loadWeights();
    if (data.lead) {
      await new Chooser(root, data).read();
      return;
    }
    root.removeAttribute('aria-busy');
    root.replaceChildren(h('p', { class: 'ch-notices' }, 'There is no benchmark run to choose by.'));
  } catch (error) {
    root.replaceChildren(h('p', { class: 'ch-notices', role: 'alert' }, LOST));
    throw error;
  }
}

start();
