/**
 * The smallest count from `least` to `most` that passes; null where none does. What passes with some passes with more: a replica added takes load from
 * the others. Steps are doubled until one passes, so that few counts are asked however large `most` is.
 */
export function smallest(least: number, most: number, passes: (count: number) => boolean): number | null {
  let [below, above, step] = [least - 1, least, 1];
  while (above < most && !passes(above)) {
    [below, above, step] = [above, Math.min(most, above + step), 2 * step];
  }
  if (above > most || !passes(above)) return null;
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (passes(middle)) above = middle;
    else below = middle;
  }
  return above;
}
