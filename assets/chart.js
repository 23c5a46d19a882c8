// Brings charts to life. The drawing library is asked for at once where the page already has, or
// where a chart is near the screen, and else when a reader comes near one.

import { plotly } from './chart/library.js';
import { start } from './chart/page.js';

const first = document.querySelector('.chart-plot');
const asked = document.querySelector('link[rel=preload][href$="plotly.min.js"]');
if (first && (asked || first.getBoundingClientRect().top < 2 * innerHeight)) plotly();
if (first || document.querySelector('table.sortable')) start(plotly);
