// The mark of each kind of architecture, as in analysis/drawing/theme.py.

export const KIND_SYMBOLS = {
  convolution: 'circle',
  attention: 'diamond',
  hybrid: 'square',
  mlp: 'triangle-up',
  'state-space': 'triangle-down',
};
