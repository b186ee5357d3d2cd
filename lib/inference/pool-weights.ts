/** Which weights a pool loads, how large they are, and where they lie. Plain values: the objects follow from them. */

import { weightsRoomGiB } from '../capacity/checkpoint-size';
import { shortHash } from '../core/names';
import { own } from '../core/own';
import type { StorageClasses } from '../platform/storage-class';
import { pinned } from './engines/hub-download';
import type { InferencePoolSpec } from './inference-pool-props';
import type { PoolReplica } from './pool-replica';
import type { WeightsSource } from './weights';
import { claimName, type WeightsClaim } from './weights-claim';

export interface PoolWeights {
  readonly kind: WeightsSource['kind'];
  /** Repositories of the hub that are brought before the engine starts; empty where everything is there already. */
  readonly repositories: readonly string[];
  /** Room for the checkpoint and a fifth, GiB; null where its size is not known. */
  readonly sizeGiB: number | null;
  /** The claim that the pool makes. */
  readonly claim: WeightsClaim | undefined;
  /** Claim that holds the weights, made here or there already. */
  readonly claimName: string | undefined;
  /** Groups that may read and write the volume where its class ignores fsGroup. */
  readonly groups: readonly number[];
  /** Class and size of the volume that each pod gets for itself. */
  readonly volume?: { readonly storageClass: string; readonly sizeGiB: number | null };
  /** Image that they are copied from. */
  readonly image?: { readonly reference: string; readonly path: string };
  /** File below the weights that says that all of them are there. */
  readonly marker: string;
}

export interface WeightsQuestion {
  readonly name: string;
  readonly spec: Pick<InferencePoolSpec, 'model' | 'weights' | 'revisions'>;
  readonly replica: PoolReplica;
  /** What the engine would fetch from the hub. */
  readonly repositories: readonly string[];
  readonly storageClasses: StorageClasses;
}

/** Code that a configuration names is all that is written beside weights which go straight to the GPUs. */
const STREAMED_GIB = 1;

export function poolWeights({ name, spec, replica, repositories, storageClasses }: WeightsQuestion): PoolWeights {
  const source = spec.weights?.source ?? { kind: 'ephemeral' as const };
  const sizeGiB = source.kind === 'object-store' ? STREAMED_GIB : weightsRoomGiB(replica);
  const pins = pinned(repositories, spec);
  const isThere = source.kind === 'existing-claim' || source.kind === 'image' || source.kind === 'object-store';
  const claim = source.kind === 'claim' ? claimOf(name, source.props, pins, sizeGiB) : undefined;
  return {
    kind: source.kind,
    repositories: isThere ? [] : repositories,
    ...volumeOf(source, sizeGiB),
    ...(source.kind === 'image' ? { image: { reference: source.image, path: source.path } } : {}),
    sizeGiB,
    claim,
    claimName: source.kind === 'existing-claim' ? source.claimName : claim === undefined ? undefined : claimName(claim),
    groups: groupsOf(source, storageClasses),
    marker: `.agent-fleet/${shortHash(pins.join('\n'))}.complete`,
  };
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

function claimOf(
  pool: string,
  props: Extract<WeightsSource, { kind: 'claim' }>['props'],
  repositories: readonly string[],
  sizeGiB: number | null,
): WeightsClaim {
  const { storageClass, accessMode = 'ReadWriteMany' } = props;
  return {
    pool,
    repositories,
    sizeGiB: props.sizeGiB ?? sizeGiB,
    accessMode,
    ...(storageClass === undefined ? {} : { storageClass }),
  };
}
