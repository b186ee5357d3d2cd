/** How slices lie on a card: which profiles it has, and whether a set of them fits beside each other. */
import type { GpuFacts } from './gpu-facts';

/** Slices of each profile on one card, e.g. `{ '2g.20gb': 1, '1g.10gb': 3 }`. */
export type MigLayout = Readonly<Record<string, number>>;

interface Extent {
  /** Memory slices that it takes. */
  readonly size: number;
  /** Memory slices at which it may begin. */
  readonly starts: readonly number[];
}

/** Where a profile may lie on a card of 7 compute and 8 memory slices. Source: NVIDIA MIG user guide; NVIDIA/mig-parted (2026-11). */
const OF_SEVEN: Readonly<Record<number, Extent>> = {
  1: { size: 1, starts: [0, 1, 2, 3, 4, 5, 6] },
  2: { size: 2, starts: [0, 2, 4] },
  3: { size: 4, starts: [0, 4] },
  4: { size: 4, starts: [0] },
  7: { size: 8, starts: [0] },
};
/** `1g` with twice the memory. */
const ONE_WITH_DOUBLE_MEMORY: Extent = { size: 2, starts: [0, 2, 4, 6] };

/** The same on a card of 4 compute and 4 memory slices (A30, RTX PRO 6000). */
const OF_FOUR: Readonly<Record<number, Extent>> = {
  1: { size: 1, starts: [0, 1, 2, 3] },
  2: { size: 2, starts: [0, 2] },
  4: { size: 4, starts: [0] },
};

/** Compute slices of a profile: 2 of `2g.20gb`. */
export const computeSlices = (profile: string): number => Number(profile.split('g')[0]);

/** Profiles of a card, under every name that one has. */
export const profilesOf = ({ mig }: Pick<GpuFacts, 'mig'>): string[] =>
  mig.flatMap(({ profile, alternateProfiles }) => [profile, ...alternateProfiles]);

/** Whether the slices lie on one card beside each other. */
export function layoutFits(card: Pick<GpuFacts, 'mig'>, layout: MigLayout): boolean {
  const names = Object.entries(layout).flatMap(([profile, count]) => Array.from({ length: Math.min(count, 9) }, () => profile));
  const extents = names.map((profile) => extentOf(card, profile)).sort((a, b) => (b?.size ?? 0) - (a?.size ?? 0));
  return extents.every((extent) => extent !== undefined) && place(extents, new Set());
}

/** Part of the price of a card that a slice of it pays: the card is paid whole, so its slices share the price by their compute slices. */
export const priceShareOf = (layout: MigLayout, profile: string): number => computeSlices(profile) / computeOf(layout);

/** Compute slices of a whole layout. */
export const computeOf = (layout: MigLayout): number =>
  Object.entries(layout).reduce((sum, [profile, count]) => sum + count * computeSlices(profile), 0);

/** Profiles that are less than the card, each under its usual name. */
export function partialProfiles({ mig }: Pick<GpuFacts, 'mig'>): string[] {
  const whole = Math.max(...mig.map(({ profile }) => computeSlices(profile)));
  return mig.flatMap(({ profile }) => (computeSlices(profile) < whole ? [profile] : []));
}

/** Layouts of partial profiles in which no slice has room beside the others: each other one lies within one of them. */
export function fullLayouts(card: Pick<GpuFacts, 'mig'>): MigLayout[] {
  const profiles = partialProfiles(card);
  const withMore = (layout: MigLayout, profile: string) => ({ ...layout, [profile]: (layout[profile] ?? 0) + 1 });
  const from = (index: number, layout: MigLayout): MigLayout[] => {
    const profile = profiles[index];
    if (profile === undefined) return [layout];
    const more = withMore(layout, profile);
    return [...from(index + 1, layout), ...(layoutFits(card, more) ? from(index, more) : [])];
  };
  return from(0, {}).filter((layout) => profiles.every((profile) => !layoutFits(card, withMore(layout, profile))));
}

function extentOf(card: Pick<GpuFacts, 'mig'>, profile: string): Extent | undefined {
  if (!profilesOf(card).includes(profile)) return undefined;
  const slices = Math.max(...card.mig.map((row) => computeSlices(row.profile)));
  const most = card.mig.find((row) => row.profile === profile || row.alternateProfiles.includes(profile))?.maxInstances;
  if (slices === 7 && computeSlices(profile) === 1 && most === 4) return ONE_WITH_DOUBLE_MEMORY;
  return (slices === 7 ? OF_SEVEN : OF_FOUR)[computeSlices(profile)];
}

/** The largest first; each at every place that is free. */
function place([first, ...others]: readonly Extent[], taken: ReadonlySet<number>): boolean {
  if (first === undefined) return true;
  return first.starts.some((start) => {
    const range = Array.from({ length: first.size }, (_, index) => start + index);
    return range.every((slice) => !taken.has(slice)) && place(others, new Set([...taken, ...range]));
  });
}
