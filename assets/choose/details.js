// All that is known of one row, each figure with where it comes from.

import { button, copyButton, h, labelled, scrolling } from '../chart/dom.js';
import { duration, hours, interval, millions, percent, rate, short, wilson } from '../chart/format.js';
import { hubLink, loadCode, paperLink, quoted } from '../chart/links.js';
import { linkedTagLine } from '../chart/tags.js';
import { backboneCode, backboneWords, sizeWords } from './backbone.js';
import { word } from './data.js';
import { loadedRun, loadRun } from './load.js';
import { batchWords, epoch } from './memory.js';
import { breakable, license, runName, spoken, taughtBy } from './words.js';

/** Python that loads a row's weights and prepares images as they were benchmarked. */
function codeOf(data, row) {
  const size = data.imgSize[row];
  const crop = word(data.crop_pct, row);
  return [
    'import timm',
    '',
    `model = ${loadCode(data.current[row] ?? data.weights[row])}.eval()`,
    'config = timm.data.resolve_model_data_config(model)',
    `config.update(input_size=(3, ${size}, ${size}), crop_pct=${crop}, interpolation=${quoted(word(data.interpolation, row))})`,
    'transform = timm.data.create_transform(**config, is_training=False)',
  ].join('\n');
}

/** Fill the panel of a row. `actions`: `close`, `reference(id)`, `compare(id, true)`, `open(id)`. */
export function showDetails(panel, context, row, actions) {
  const { data } = context;
  const id = data.id[row];
  const code = codeOf(data, row);
  panel.replaceChildren(
    h(
      'div',
      { class: 'ch-panel-head' },
      h(
        'h2',
        { tabindex: '-1', id: 'ch-details-title' },
        ...breakable(data.weights[row]),
        h('small', {}, ` at ${data.imgSize[row]} px`),
      ),
      button('Close', actions.close),
    ),
    linkedTagLine(data.current[row] ?? data.weights[row]),
    shownCode('Code that loads these weights', code),
    h(
      'div',
      { class: 'ch-actions' },
      copyButton(() => code, 'Copy the code'),
      button('Find upgrades from it', () => actions.reference(id)),
      button('Add to the comparison', () => actions.compare(id, true)),
      copyButton(() => linkTo(id), 'Copy a link to it'),
    ),
    backbone(data, row),
    facts(context, row, actions),
    ...(data.training ? [training(context, row)] : []),
    accuracies(data, row),
    speeds(context, row),
  );
  panel.hidden = false;
}

const shownCode = (label, code) =>
  h('pre', { class: 'ch-code', tabindex: '0', 'aria-label': label }, h('code', {}, code));

/** What the model gives as a backbone, and the line of code for it. */
function backbone(data, row) {
  const words = backboneWords(data, row);
  if (!words) return h('p', {}, 'As a backbone: timm’s catalogue does not say.');
  const code = backboneCode(data, row);
  return h(
    'div',
    { class: 'ch-backbone' },
    h('p', {}, `As a backbone: ${words}.`),
    shownCode('Code for a backbone', code),
    copyButton(() => code, 'Copy the backbone’s line'),
  );
}

function linkTo(id) {
  const url = new URL(location.href);
  url.search = new URLSearchParams({ weights: id });
  url.hash = '';
  return url.href;
}

function facts({ data, run }, row, actions) {
  const [familyLabel, arxiv] = data.families[word(data.family, row)];
  const hub = data.hub_id[row] ?? `timm/${data.weights[row]}`;
  const papers = new Set(`${data.paper[row] ?? ''} ${arxiv}`.split(/[\s,]+/).filter(Boolean));
  const others = data.id.filter((_, i) => data.weights[i] === data.weights[row] && i !== row);
  const none = (text) => h('span', { class: 'ch-missing' }, text);
  const number = (value, write, why) => (Number.isNaN(value) ? none(why) : write(value));
  const own = run.params(row);
  const entries = [
    ['Family', familyLabel],
    ['Kind', data.kinds[word(data.kind, row)]],
    ['Pre-trained on', data.pretrainings[word(data.pretraining, row)]],
    ['Distilled', data.distilled[row] ? 'yes' : 'no'],
    ['Taught by a model that saw', taughtBy(data, row)],
    ['Licence', license(data, row)],
    ['Model card', hub ? hubLink(hub, hub) : none('timm names no page on the Hub')],
    [
      'Papers',
      papers.size
        ? listed([...papers].map((one) => paperLink(one, `arXiv:${one}`)))
        : none('timm names none'),
    ],
    [
      'Parameters',
      own === null
        ? millions(data.params[row])
        : `${millions(data.params[row])}; this run counted ${millions(own)} (another head, or layers fused)`,
    ],
    ['Work per image', number(data.gmacs[row], (value) => `${short(value)} GMACs`, 'no run states it')],
    ['Activations', number(data.activations[row], (value) => `${short(value)} M`, 'no run states them')],
    ['Image size', `${data.imgSize[row]} px; ${sizeWords(data, row)}`],
    [
      'Preprocessing',
      `${percent(100 * word(data.crop_pct, row), 1)} of the side, ${word(data.interpolation, row)}`,
    ],
  ];
  if (others.length) {
    const open = (id) =>
      button(`at ${data.imgSize[data.rows.get(id)]} px`, () => actions.open(id), { class: 'ch-open' });
    entries.push(['Also measured', listed(others.map(open))]);
  }
  if (data.fixture[row]) entries.push(['Note', 'a test fixture of timm, not meant for use']);
  return h(
    'dl',
    { class: 'ch-facts' },
    ...entries.flatMap(([name, content]) => [h('dt', {}, name), h('dd', {}, ...[content].flat())]),
  );
}

/** What training takes: the batch that fits, and the time of an epoch of the reader's own images. */
function training({ data, state }, row) {
  const { label, run, inference } = data.training;
  const images = h('input', { type: 'number', min: '1', step: '1', value: '10000', inputmode: 'numeric' });
  const told = h('span', { role: 'status' }, '…');
  const fill = () => {
    const loaded = [run, inference].map((id) => loadedRun(id));
    if (!loaded[0]) return;
    const found = epoch(data, row, Number(images.value), ...loaded);
    const how = found?.basis === 'measured' ? '' : ', estimated from inference and its family';
    told.textContent = found ? `${hours(found.secs)} on the ${label}${how}` : 'not known';
  };
  images.addEventListener('input', fill);
  Promise.allSettled([run, inference].map((id) => loadRun(id, data))).then(fill);
  const batch = `Training batch in ${state.memory}\u202fGB, AMP`;
  return h(
    'dl',
    { class: 'ch-facts ch-training' },
    h('dt', {}, batch),
    h('dd', {}, batchWords(data, row, state.memory)),
    h('dt', {}, labelled('An epoch of, in images', images)),
    h('dd', {}, told),
  );
}

/** Nodes with commas between them. */
const listed = (nodes) => nodes.flatMap((node, i) => (i ? [', ', node] : [node]));

function table(caption, header, lines) {
  const kind = (i) => (i > 0 && i < 3 ? 'num' : i === 3 ? 'ch-wide' : null);
  const heads = header.map((text, i) => h('th', { scope: 'col', class: kind(i) }, text));
  const line = (cells) =>
    cells.map((text, i) => h(i ? 'td' : 'th', { scope: i ? null : 'row', class: kind(i) }, text));
  return scrolling(
    caption,
    h(
      'table',
      {},
      h('caption', {}, caption),
      h('thead', {}, h('tr', {}, ...heads)),
      h('tbody', {}, ...lines.map((cells) => h('tr', {}, ...line(cells)))),
    ),
  );
}

function accuracies(data, row) {
  const lines = data.testSets.map(({ id, label, images }) => {
    const top1 = data.top1[id][row];
    if (Number.isNaN(top1)) return [label, '–', '–', 'upstream’s file does not have it'];
    return [
      label,
      interval(top1, ...wilson(top1, images)),
      percent(data.top5[id][row]).replace(/\D+$/, ''),
      `timm results, ${data.edition}; ${images.toLocaleString('en')} images`,
    ];
  });
  return table('Accuracies, with 95 % intervals', ['Test set', 'Top-1, %', 'Top-5, %', 'Source'], lines);
}

function speeds(context, row) {
  const { data, state } = context;
  const wanted = [...new Set([state.run, ...data.devices.map(({ run }) => run)])];
  const root = h('div', {});
  const fill = (ids, rest) => {
    const runs = data.runs.filter(({ id }) => ids.includes(id));
    const lines = runs.map((about) => speedLine(data, about, loadedRun(about.id), row));
    const all = button(`Show all ${data.runs.length} runs`, async () => {
      const every = data.runs.map(({ id }) => id);
      await Promise.allSettled(every.map((id) => loadRun(id, data)));
      fill(every, false);
    });
    root.replaceChildren(
      table('Speeds', ['Device', 'Images/s', 'Batch', 'Run and edition'], lines),
      ...(rest ? [all] : []),
    );
  };
  fill(wanted, true);
  if (wanted.some((id) => !loadedRun(id))) {
    Promise.allSettled(wanted.map((id) => loadRun(id, data))).then(() => fill(wanted, true));
  }
  return root;
}

function speedLine(data, about, run, row) {
  const source = `${about.id}, ${about.edition}`;
  if (!run) return [runName(about), '…', '', source];
  if (Number.isNaN(run.speed[row]))
    return [runName(about), '–', '–', `${data.reasons[run.reason(row)]}; ${source}`];
  if (run.basis) return [runName(about), spoken(run, row), String(run.batch[row]), run.basis[row]];
  const speed = `${rate(run.speed[row]).replace(/\D+$/, '')} (${duration(1 / run.speed[row])})`;
  const name = run.measuredAs(row);
  return [runName(about), speed, String(run.batch[row]), name ? `${source}, as ${name}` : source];
}
