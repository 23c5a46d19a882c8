// The names that people write -> the models that are known (analysis/estimate/names.py).

const HUB = /^(hf[-_]hub:)?(timm\/)?/;

const bare = (name) => name.split('.', 1)[0];

/** The architecture of today and the image size that a name stands for. */
export function understood(name, imgSize, known) {
  const plain = name.trim().replace(HUB, '');
  const at = plain.indexOf('@');
  const full = at < 0 ? plain : plain.slice(0, at);
  const asked = at < 0 ? Number.NaN : Number(plain.slice(at + 1) || Number.NaN);
  const own = bare(full);
  const today = known.usualSize.has(own);
  const architecture = today ? own : bare(known.renames.get(full) ?? known.renames.get(own) ?? own);
  const said = imgSize > 0 ? imgSize : asked;
  const usual = known.usualSize.get(architecture) || Number.NaN;
  return {
    architecture,
    imgSize: said > 0 ? said : usual,
    assumed: !(said > 0) && usual > 0,
  };
}
