/** Parts of a card that serve small models: a MIG slice, or an equal part of a card that engines share by time-slicing. */
import { Gpu } from '../catalog/gpu';
import { GPU_VENDORS } from '../catalog/gpu-vendors';
import { fullLayouts, type MigLayout, partialProfiles, priceShareOf } from '../catalog/mig-layout';

/** One part of a card. */
export type CardPart = MigSlice | SharedPart;

interface MigSlice {
  readonly kind: 'slice';
  readonly profile: string;
  readonly gpu: Gpu;
  /** All ways to cut a card that leave no room and have such a slice; the ones with most of them first. */
  readonly layouts: readonly MigLayout[];
}

interface SharedPart {
  readonly kind: 'shared';
  /** Engines on the card. */
  readonly engines: number;
}

/** How the cards of some nodes are divided. */
export type Division = { readonly layout: MigLayout } | { readonly engines: number };

export const canBeCut = ({ facts }: Gpu): boolean => facts.mig.length > 0;

export const canBeShared = ({ facts }: Gpu): boolean => facts.sliceOf === null && GPU_VENDORS[facts.vendor].byGpuOperator;

/** More engines on one card would each have less than its runtime takes on most cards. */
const MOST_ENGINES = 8;

export function partsOf({ gpu, mig, sharing }: { readonly gpu: Gpu; readonly mig: boolean; readonly sharing: boolean }): CardPart[] {
  const layouts = mig ? layoutsOf(gpu) : [];
  const slices = partialProfiles(gpu.facts).map((profile): CardPart => {
    const having = layouts.filter((layout) => layout[profile] !== undefined);
    return { kind: 'slice', profile, gpu: Gpu.mig(profile, gpu), layouts: having.sort((a, b) => (b[profile] ?? 0) - (a[profile] ?? 0)) };
  });
  const shared = Array.from({ length: MOST_ENGINES - 1 }, (_, index): CardPart => ({ kind: 'shared', engines: index + 2 }));
  return [...(mig ? slices : []), ...(sharing ? shared : [])];
}

const LAYOUTS = new Map<string, readonly MigLayout[]>();

function layoutsOf({ id, facts }: Gpu): readonly MigLayout[] {
  const known = LAYOUTS.get(id) ?? fullLayouts(facts);
  LAYOUTS.set(id, known);
  return known;
}

export const partKey = (part: CardPart | null): string => (part === null ? '' : part.kind === 'slice' ? part.profile : `1/${part.engines}`);

/** Divisions in which a card has this part. */
export const divisionsOf = (part: CardPart): readonly Division[] =>
  part.kind === 'shared' ? [{ engines: part.engines }] : part.layouts.map((layout) => ({ layout }));

/** Part of the price of its card. */
export const priceShare = (part: CardPart, division: Division): number =>
  part.kind === 'shared' || !('layout' in division) ? 1 / partsOnCard(part, division) : priceShareOf(division.layout, part.profile);

/** Parts of this kind that one card has. */
export function partsOnCard(part: CardPart, division: Division): number {
  if ('engines' in division) return division.engines;
  return part.kind === 'slice' ? (division.layout[part.profile] ?? 0) : 0;
}

/** Whether a card that is divided so has such a part. */
export const isDividedInto = (part: CardPart, division: Division): boolean =>
  'engines' in division
    ? part.kind === 'shared' && part.engines === division.engines
    : part.kind === 'slice' && part.layouts.includes(division.layout);

/** Ending of the name of a node pool whose cards are divided so. */
export const divisionName = (division: Division): string =>
  'engines' in division
    ? `shared-${division.engines}`
    : Object.entries(division.layout)
        .sort(([a], [b]) => (a < b ? 1 : -1))
        .map(([profile, count]) => `${count}x${profile.replace(/[^a-z0-9]/g, '-')}`)
        .join('-');
