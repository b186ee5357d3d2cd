/** The name the user probably meant: the closest one within a third of its length; of two that are as close the one that is as long. */
export function closest(name: string, candidates: readonly string[]): string | undefined {
  const lengthApart = (candidate: string) => Math.abs(candidate.length - name.length);
  const ranked = candidates
    // A name whose length is further off is no candidate, however long it is.
    .filter((candidate) => lengthApart(candidate) <= nearEnough(candidate))
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || lengthApart(a.candidate) - lengthApart(b.candidate));
  const best = ranked[0];
  return best !== undefined && best.distance <= nearEnough(best.candidate) ? best.candidate : undefined;
}

const nearEnough = (candidate: string): number => Math.max(2, Math.floor(candidate.length / 3));

/** Levenshtein distance, two rows at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
