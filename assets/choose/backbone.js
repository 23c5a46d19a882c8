// Whether a model plugs in as a backbone: the strides and channels of its feature maps. No DOM.

import { quoted } from '../chart/links.js';
import { word } from './data.js';

const PYRAMID = [4, 8, 16, 32];
const SIMILAR = 2;

/** `4 8 16 32/96 192 384 768` -> `[stride, channels]` of each map, coarsest last. */
export function decodeMaps(text) {
  const [strides, channels] = text.split('/').map((part) => part.split(' ').map(Number));
  return text ? strides.map((stride, i) => [stride, channels[i]]) : [];
}

/** The places of a pyramid's maps, one at each stride from 4 to 32; null where one is lacking. */
function pyramid(maps) {
  const places = PYRAMID.map((stride) => maps.findIndex(([own]) => own === stride));
  return places.includes(-1) ? null : places;
}

export const isPyramid = (maps) => pyramid(maps) !== null;

/** The channels of the widest map; NaN where none is known. */
export const widest = (maps) => (maps.length ? Math.max(...maps.map(([, channels]) => channels)) : NaN);

/**
 * Whether maps can stand in for others: the same strides, those finer than 4 aside, and at each at
 * least half and at most twice the channels.
 */
export function isDropIn(maps, others) {
  const [own, wanted] = [maps, others].map((all) => all.filter(([stride]) => stride >= PYRAMID[0]));
  return (
    wanted.length > 0 &&
    own.length === wanted.length &&
    own.every(([stride, channels], i) => {
      const ratio = channels / wanted[i][1];
      return stride === wanted[i][0] && ratio >= 1 / SIMILAR && ratio <= SIMILAR;
    })
  );
}

/** Python that makes a model give its feature maps: the pyramid's, else all that it gives by itself. */
export function backboneCode(data, row) {
  const places = pyramid(decodeMaps(word(data.maps, row)));
  const name = quoted(data.current[row] ?? data.weights[row]);
  const only = places ? `features_only=True, out_indices=(${places.join(', ')})` : 'features_only=True';
  return `backbone = timm.create_model(\n    ${name}, pretrained=True,\n    ${only})`;
}

/** What a model gives as a backbone, in words; null where it is not known. */
export function backboneWords(data, row) {
  const maps = decodeMaps(word(data.maps, row));
  if (!maps.length) return null;
  const places = pyramid(maps);
  const given = places ? places.map((place) => maps[place]) : maps;
  const list = (i) => given.map((map) => map[i]).join(', ');
  return `feature maps at strides ${list(0)} with ${list(1)} channels${places ? '' : ': no pyramid of strides 4 to 32'}`;
}

/** Which image sizes a model takes, in words. */
export function sizeWords(data, row) {
  const maps = decodeMaps(word(data.maps, row));
  const coarsest = Math.max(...maps.map(([stride]) => stride));
  if (data.anySize[row])
    return `takes others as it is${maps.length ? `; multiples of ${coarsest} fit its feature maps` : ''}`;
  return 'made for one size: another has to be asked for with img_size=… where the architecture takes it';
}
