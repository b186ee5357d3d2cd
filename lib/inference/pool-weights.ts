/** Which weights a pool loads, how large they are, and where they lie. Plain values: the objects follow from them. */

import { additionsRoomGiB, baseRoomGiB, leastAdditionsRoom, weightsRoomGiB } from '../capacity/checkpoint-size';
import { shortHash } from '../core/names';
import { own } from '../core/own';
import type { StorageClasses } from '../platform/storage-class';
import type { DownloadPart } from './engines/adapter';
import { pinned } from './engines/hub-download';
import type { InferencePoolSpec } from './inference-pool-props';
import type { PoolReplica } from './pool-replica';
import type { WeightsSource } from './weights';
import { claimName, type WeightsClaim } from './weights-claim';

/** Repositories that come together. */
export interface WeightsPart extends DownloadPart {
  /** File below the weights that says that all of them are there. */
  readonly marker: string;
}

export interface PoolWeights {
  readonly kind: WeightsSource['kind'];
  /** Repositories of the hub that are brought before the engine starts; empty where everything is there already. */
  readonly repositories: readonly string[];
  /** What of them is the checkpoint. */
  readonly base: readonly string[];
  /** Room for the checkpoint and a fifth, GiB; null where its size is not known. */
  readonly sizeGiB: number | null;
  /** The claim that the pool makes, or that the pool makes whose prompts it computes. */
  readonly claim: WeightsClaim | undefined;
  /** Name of another pool that makes the claim and brings what lies there, which this one waits for; undefined where the pool does so itself. */
  readonly broughtBy: string | undefined;
  /** Claim that holds the weights, made here or there already. */
  readonly claimName: string | undefined;
  /** Groups that may read and write the volume where its class ignores fsGroup. */
  readonly groups: readonly number[];
  /** Class and size of the volume that each pod gets for itself. */
  readonly volume?: { readonly storageClass: string; readonly sizeGiB: number | null };
  /** Image that they are copied from. */
  readonly image?: { readonly reference: string; readonly path: string };
  /** What comes together: on a claim the checkpoint, and apart from it what lies beside it. Empty where everything is there already. */
  readonly parts: readonly WeightsPart[];
}

export interface WeightsQuestion {
  readonly name: string;
  readonly spec: Pick<InferencePoolSpec, 'model' | 'weights' | 'revisions'>;
  readonly replica: PoolReplica;
  /** What the engine would fetch from the hub. */
  readonly repositories: readonly string[];
  /** What of it is the checkpoint, without adapters, drafters and what arguments name. */
  readonly base: readonly string[];
  /** The engine loads adapters or drafters beside its checkpoint. */
  readonly takesAdditions: boolean;
  readonly storageClasses: StorageClasses;
  /** Pool of the same checkpoint whose claim is this one's as well, where many nodes may mount it; undefined of a pool of its own. */
  readonly owner?: string | undefined;
}

/** Code that a configuration names is all that is written beside weights which go straight to the GPUs. */
const STREAMED_GIB = 1;

export function poolWeights(question: WeightsQuestion): PoolWeights {
  const { spec, replica, repositories, storageClasses } = question;
  const source = spec.weights?.source ?? { kind: 'ephemeral' as const };
  const sizeGiB = source.kind === 'object-store' ? STREAMED_GIB : weightsRoomGiB(replica);
  const isThere = source.kind === 'existing-claim' || source.kind === 'image' || source.kind === 'object-store';
  const broughtBy = source.kind === 'claim' && source.props.accessMode !== 'ReadWriteOnce' ? question.owner : undefined;
  const claim = source.kind === 'claim' ? claimOf({ ...question, name: broughtBy ?? question.name }, source.props) : undefined;
  return {
    kind: source.kind,
    repositories: isThere ? [] : repositories,
    base: isThere ? [] : question.base,
    ...volumeOf(source, sizeGiB),
    ...(source.kind === 'image' ? { image: { reference: source.image, path: source.path } } : {}),
    sizeGiB,
    claim,
    broughtBy,
    claimName: source.kind === 'existing-claim' ? source.claimName : claim === undefined ? undefined : claimName(claim),
    groups: groupsOf(source, storageClasses),
    parts: isThere ? [] : claim === undefined ? partsOf([], repositories, spec) : partsOf(...divided(question), spec),
  };
}

/** Nothing is an addition to a checkpoint that no download brings. */
function divided({ repositories, base }: WeightsQuestion): [base: readonly string[], others: readonly string[]] {
  return base.length === 0 ? [[], repositories] : [base, repositories.filter((repository) => !base.includes(repository))];
}

/** @param others come alone where there is no base */
function partsOf(base: readonly string[], others: readonly string[], spec: WeightsQuestion['spec']): WeightsPart[] {
  const isAddition = base.length > 0;
  const markerOf = (folder: string, repositories: readonly string[]) =>
    `.agent-fleet/${folder}${shortHash(pinned(repositories, spec).join('\n'))}.complete`;
  const added = isAddition ? [...others].sort() : others;
  return [
    { repositories: base, isAddition: false, marker: markerOf('', base) },
    { repositories: added, isAddition, marker: markerOf(isAddition ? 'additions/' : '', added) },
  ].filter(({ repositories }) => repositories.length > 0);
}

function volumeOf(source: WeightsSource, sizeGiB: number | null): Pick<PoolWeights, 'volume'> {
  if (source.kind !== 'ephemeral' || source.props?.storageClass === undefined) return {};
  const { storageClass } = source.props;
  return { volume: { storageClass, sizeGiB: source.props.sizeGiB ?? sizeGiB } };
}

function groupsOf(source: WeightsSource, classes: StorageClasses): number[] {
  const { storageClass } = source.kind === 'claim' || source.kind === 'ephemeral' ? (source.props ?? {}) : {};
  const group =
    source.kind === 'existing-claim' ? source.group : storageClass === undefined ? undefined : own(classes, storageClass)?.group;
  return group === undefined ? [] : [group];
}

function claimOf(question: WeightsQuestion, props: Extract<WeightsSource, { kind: 'claim' }>['props']): WeightsClaim {
  const { name, spec, replica, takesAdditions } = question;
  const { storageClass, accessMode = 'ReadWriteMany', sizeGiB: writtenGiB = null } = props;
  const [base, others] = divided(question);
  const [baseGiB, additionsGiB] = [baseRoomGiB(replica), takesAdditions || others.length > 0 ? additionsRoomGiB(replica) : 0];
  const isOrdinary =
    writtenGiB !== null || additionsGiB === null || (takesAdditions ? leastAdditionsRoom(additionsGiB) : additionsGiB === 0);
  return {
    pool: name,
    repositories: pinned(base.length === 0 ? others : base, spec),
    sizeGiB: writtenGiB ?? (baseGiB === null || additionsGiB === null ? null : baseGiB + additionsGiB),
    writtenGiB,
    additionsGiB: isOrdinary ? null : additionsGiB,
    accessMode,
    ...(storageClass === undefined ? {} : { storageClass }),
  };
}
