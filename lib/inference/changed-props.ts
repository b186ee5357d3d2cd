/** The props of a pool after a change, for judging the pool that they would make. */
import { Gpu } from '../catalog/gpu';
import { applyChanges } from '../core/apply-changes';
import type { Change } from '../core/change';
import { type InferencePoolSpec, inferencePoolSchema } from './inference-pool-props';
import type { ScalingPolicy } from './scaling-policy';

/** Null where the changes are no props of a pool, or the schema refuses them. */
export function changedPool(spec: InferencePoolSpec, changes: readonly Change[]): InferencePoolSpec | null {
  const [bounds, others] = [changes.filter(isBound), changes.filter((change) => !isBound(change))];
  const scaling = bounds.length === 0 ? spec.scaling : resized(spec.scaling, bounds);
  if (scaling === null) return null;
  const props = applyChanges({ ...spec, scaling }, others, gpuConstant);
  if (props === null) return null;
  const parsed = inferencePoolSchema.safeParse(props, { jitless: true });
  return parsed.success ? parsed.data : null;
}

const isBound = ({ field }: Change) => field === 'scaling.min' || field === 'scaling.max';

/** Null where the policy cannot be made with other bounds, or where there is none. */
function resized(policy: ScalingPolicy | undefined, bounds: readonly Change[]): ScalingPolicy | null {
  if (policy?.resized === undefined) return null;
  const bound = (field: string, now: number) => {
    const value = bounds.find((change) => change.field === field)?.value;
    return typeof value === 'number' ? value : now;
  };
  return policy.resized({ minReplicas: bound('scaling.min', policy.minReplicas), maxReplicas: bound('scaling.max', policy.maxReplicas) });
}

/** `Gpu.H200_SXM` → the card. */
function gpuConstant(name: string): Gpu | undefined {
  const [, constant] = /^Gpu\.(\w+)$/.exec(name) ?? [];
  const found = Object.entries(Gpu).find(([key]) => key === constant)?.[1];
  return Gpu.isGpu(found) ? found : undefined;
}
