"""Time as a sum of what cannot be negative: an overhead, layers, work, and a known time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SWEEPS = 100


def shares(parts: Floats, start: Floats) -> Floats:
    """Fit non-negative coefficients, and again without each timing in turn.

    Minimises the sum of squared relative errors by cyclic coordinate descent, `SWEEPS` times round
    from a start; where timings are too few to tell parts apart, the result stays near the start.

    Parameters
    ----------
    parts : array, mixtures x timings x parts
        Each part of a model over the model's measured time, so that the coefficients should make
        every row add up to one. A part that a mixture lacks is zero.
    start : array, mixtures x parts
        Of ones and zeros: the parts that alone explain all times at the start, in equal shares.

    Returns
    -------
    array, mixtures x (1 + timings) x parts
        The coefficients of all timings, then those without the first, without the second, ….
    """
    products = parts[..., :, None] * parts[..., None, :]
    normal = _all_and_without_each(products)
    target = _all_and_without_each(parts)
    size = np.einsum("mkii->mki", normal)
    size = np.where(size > 0, size, np.inf)
    found: Floats = (start / start.sum(1, keepdims=True))[:, None] * target / size
    for _ in range(SWEEPS):
        for part in range(parts.shape[2]):
            gap = target[..., part] - (normal[..., part, :] * found).sum(2)
            found[..., part] = np.maximum(0, found[..., part] + gap / size[..., part])
    return found


def _all_and_without_each(values: Floats) -> Floats:
    total = values.sum(1, keepdims=True)
    return np.concatenate([total, total - values], axis=1)
