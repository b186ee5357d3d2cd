/** The props of a pool after a change, for judging the pool that they would make. */
import { Gpu } from '../catalog/gpu';
import { applyChanges } from '../core/apply-changes';
import type { Change } from '../core/change';
import { PodPriority } from '../platform/pod-priority';
import type { InferencePoolSpec } from './inference-pool-props';
import { inferencePoolSchema } from './inference-pool-schema';
import type { ScalingPolicy } from './scaling-policy';

const OF_POLICY = 'scaling.';
const OF_PREFILL_POLICY = `prefill.${OF_POLICY}`;

/** Null where the changes are no props of a pool, or the schema refuses them. */
export function changedPool(spec: InferencePoolSpec, changes: readonly Change[]): InferencePoolSpec | null {
  const below = (prefix: string) => changes.filter(({ field }) => field.startsWith(prefix));
  const scaling = changedPolicy(spec.scaling, below(OF_POLICY), OF_POLICY);
  const prefillScaling = changedPolicy(spec.prefill?.scaling, below(OF_PREFILL_POLICY), OF_PREFILL_POLICY);
  if (scaling === null || prefillScaling === null) return null;
  const others = changes.filter(({ field }) => !field.startsWith(OF_POLICY) && !field.startsWith(OF_PREFILL_POLICY));
  const prefill = prefillScaling === spec.prefill?.scaling ? {} : { prefill: { ...spec.prefill, scaling: prefillScaling } };
  const props = applyChanges({ ...spec, scaling, ...prefill }, others, constantOf);
  if (props === null) return null;
  const parsed = inferencePoolSchema.safeParse(props, { jitless: true });
  return parsed.success ? parsed.data : null;
}

/** As it is where nothing of it changes; null where the policy cannot be made with these props, or where there is none. */
function changedPolicy(policy: ScalingPolicy | undefined, changes: readonly Change[], prefix: string): ScalingPolicy | undefined | null {
  if (changes.length === 0) return policy;
  const own = changes.map((change) => ({ ...change, field: change.field.slice(prefix.length) }));
  return policy?.changed === undefined ? resized(policy, own) : policy.changed(own);
}

/** Null where the policy cannot be made with other bounds. */
function resized(policy: ScalingPolicy | undefined, changes: readonly Change[]): ScalingPolicy | null {
  if (policy?.resized === undefined || !changes.every(({ field }) => field === 'min' || field === 'max')) return null;
  const bound = (field: string, now: number) => {
    const value = changes.find((change) => change.field === field)?.value;
    return typeof value === 'number' ? value : now;
  };
  return policy.resized({ minReplicas: bound('min', policy.minReplicas), maxReplicas: bound('max', policy.maxReplicas) });
}

/** `Gpu.H200_SXM` → the card, `PodPriority.BACKGROUND` → the priority. */
function constantOf(name: string): Gpu | PodPriority | undefined {
  const [, holder, constant] = /^(Gpu|PodPriority)\.(\w+)$/.exec(name) ?? [];
  const found = Object.entries(holder === 'Gpu' ? Gpu : PodPriority).find(([key]) => key === constant)?.[1];
  return Gpu.isGpu(found) || PodPriority.isPodPriority(found) ? found : undefined;
}
