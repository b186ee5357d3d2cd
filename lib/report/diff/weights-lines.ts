/** How a download of a change is told. */
import { formatGiB, formatInteger } from '../../core/format';
import type { PlanDiff } from '../../plan/diff/plan-diff';
import { type WeightsChange, weightsChanges } from '../../plan/diff/weights-change';
import type { PoolPlan } from '../../plan/sections/pool';
import { NOTHING } from './format-field';

export const weightsTexts = (diff: PlanDiff): string[] => weightsChanges(diff).map(textOf);

function textOf(change: WeightsChange): string {
  const { pool, claimMade, claimGone } = change;
  const claims = [
    ...(claimMade === undefined ? [] : [`claim ${claimMade} made`]),
    ...(claimGone === undefined ? [] : [`claim ${claimGone} deleted after its last pod`]),
  ];
  return `pool ${pool}: ${[...claims, ...downloadOf(change)].join(', ')}`;
}

/** Pods that are exchanged wait for it. */
function downloadOf({ repositories, again, gib, seconds }: WeightsChange): string[] {
  if (repositories.length === 0) return [];
  const size = gib === null || seconds === null ? 'weights of unknown size' : formatGiB(gib);
  const what = repositories.length === 1 ? (repositories[0] ?? '') : `${formatInteger(repositories.length)} repositories`;
  const time = seconds === null ? '' : `, about ${formatInteger(seconds)} s in which its new pods wait`;
  return [`${size} downloaded${again.length > 0 ? ' again' : ''} (${what}${time})`];
}

/** `the claim base-weights-63965dc0`. */
export const placeOfWeights = ({ weights }: PoolPlan): string =>
  weights === undefined ? NOTHING : weights.claim === undefined ? (PLACES[weights.from] ?? NOTHING) : `claim ${weights.claim}`;

const PLACES: Readonly<Record<string, string>> = { ephemeral: 'each pod', image: 'an image', 'object-store': 'an object store' };

export const downloadsOf = ({ weights }: PoolPlan): string =>
  weights === undefined || weights.downloads.length === 0
    ? NOTHING
    : weights.downloads.map(({ repository, gib }) => (gib === null ? repository : `${repository} (${formatGiB(gib)})`)).join(', ');
