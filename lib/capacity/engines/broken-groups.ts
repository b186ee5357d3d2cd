/** Matrices of which a rank would hold a part of a group of scales: the ends of its part lie inside one. */

import { type SplitMatrix, splitMatrices } from '../model/split-matrices';
import { storedScales } from '../model/stored-scales';
import type { ReplicaSpec } from '../replica-spec';
import type { SplitFault } from './split-fault';

export interface BrokenGroup extends SplitMatrix {
  readonly format: string;
  readonly group: number;
  /** Whether the group is known; else it is the largest that is usual, and a smaller one may not be broken. */
  readonly isKnown: boolean;
}

/** Whatever it divides the usual smaller groups divide as well. */
const LARGEST_USUAL = 128;
/** Their scales are not split; or, of MXFP4 experts, each rank rounds its part up to whole groups (`ExpertRounding`). */
const NEVER_BROKEN: ReadonlySet<string> = new Set(['bnb4', 'bnb4-single', 'mxfp4']);

export function brokenGroups(replica: ReplicaSpec): BrokenGroup[] {
  const scalesOf = storedScales(replica);
  return splitMatrices(replica).flatMap((matrix) => {
    const scales = scalesOf(matrix.kind);
    if (scales === null || scales.group === 'row' || NEVER_BROKEN.has(scales.format)) return [];
    const group = scales.group ?? LARGEST_USUAL;
    return matrix.perRank % group === 0 ? [] : [{ ...matrix, format: scales.format, group, isKnown: scales.group !== null }];
  });
}

/** `null`: it is loaded. `refused`: it is not. Any other text says what is not known. */
export type Loading = null | 'refused' | { readonly unknown: string };

/** What an engine makes of each of them, one fault for each kind of matrices. */
export function splitFaultsBy(
  loads: (broken: BrokenGroup, replica: ReplicaSpec) => Loading,
): (replica: ReplicaSpec) => readonly SplitFault[] {
  return (replica) => {
    const faults = brokenGroups(replica).flatMap((broken) => faultOf(broken, loads(broken, replica), replica));
    return faults.filter(({ matrix }, index) => faults.findIndex((other) => other.matrix === matrix) === index);
  };
}

function faultOf(broken: BrokenGroup, loading: Loading, replica: ReplicaSpec): SplitFault[] {
  if (loading === null) return [];
  const { name: matrix, perRank, group: multiple } = broken;
  const group = broken.isKnown ? null : `how many weights share a scale in ${replica.checkpoint ?? replica.model.facts.huggingFaceId}`;
  return [{ matrix, perRank, multiple, unknown: group ?? unreadModel(loading, replica) }];
}

/** Models with compressed attention bring linear layers of their own, which were not read. */
function unreadModel(loading: Exclude<Loading, null>, { model, engine }: ReplicaSpec): string | null {
  if (loading !== 'refused') return loading.unknown;
  return model.facts.attentionKind === 'compressed' ? `how ${engine.name} splits ${model.id}` : null;
}

/** Kernels of AWQ and GPTQ experts halve a group until it divides the width of a rank, down to 32 (`MoeWNA16Method` of vLLM 0.22.1 to 0.33.0 and SGLang 0.5.23). */
const SMALLEST_HALF = 32;

export function halvesTo(group: number, sizes: readonly number[]): boolean {
  if (group < SMALLEST_HALF) return false;
  return sizes.every((size) => size % group === 0) || halvesTo(group / 2, sizes);
}

/** Experts of AWQ and GPTQ. */
export const loadsHalved = ({ group, perRank }: BrokenGroup, { model }: ReplicaSpec): Loading =>
  halvesTo(group, [perRank, model.facts.hiddenSize ?? group]) ? null : 'refused';

/** An engine of which nobody read how it splits scales. */
export const unreadSplits = splitFaultsBy(({ side, format }, { engine }) =>
  side === 'inputs' ? { unknown: `how ${engine.name} splits weights in ${format}` } : null,
);
