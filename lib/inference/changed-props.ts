/** The props of a pool after a change, for judging the pool that they would make. */
import { Gpu } from '../catalog/gpu';
import { applyChanges } from '../core/apply-changes';
import type { Change } from '../core/change';
import { type InferencePoolSpec, inferencePoolSchema } from './inference-pool-props';
import type { ScalingPolicy } from './scaling-policy';

const OF_POLICY = 'scaling.';

/** Null where the changes are no props of a pool, or the schema refuses them. */
export function changedPool(spec: InferencePoolSpec, changes: readonly Change[]): InferencePoolSpec | null {
  const [ofPolicy, others] = [changes.filter(isOfPolicy), changes.filter((change) => !isOfPolicy(change))];
  const scaling = ofPolicy.length === 0 ? spec.scaling : changedPolicy(spec.scaling, ofPolicy);
  if (scaling === null) return null;
  const props = applyChanges({ ...spec, scaling }, others, gpuConstant);
  if (props === null) return null;
  const parsed = inferencePoolSchema.safeParse(props, { jitless: true });
  return parsed.success ? parsed.data : null;
}

const isOfPolicy = ({ field }: Change) => field.startsWith(OF_POLICY);

/** Null where the policy cannot be made with these props, or where there is none. */
function changedPolicy(policy: ScalingPolicy | undefined, changes: readonly Change[]): ScalingPolicy | null {
  const own = changes.map((change) => ({ ...change, field: change.field.slice(OF_POLICY.length) }));
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

/** `Gpu.H200_SXM` → the card. */
function gpuConstant(name: string): Gpu | undefined {
  const [, constant] = /^Gpu\.(\w+)$/.exec(name) ?? [];
  const found = Object.entries(Gpu).find(([key]) => key === constant)?.[1];
  return Gpu.isGpu(found) ? found : undefined;
}
