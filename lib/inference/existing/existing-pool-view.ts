/** A pool of somebody else as the plain values that roles and routers read of every pool. */
import { Gpu } from '../../catalog/gpu';
import { once } from '../../core/once';
import { definedOnly } from '../../terraform/defined-only';
import { inferencePoolSchema } from '../inference-pool-schema';
import { type PoolSetting, type PoolView, poolView } from '../pool-view';
import type { ExistingPoolSpec } from './existing-pool-props';
import { askedOf } from './stated-demand';
import { statedMoney } from './stated-money';
import { statedVerdict } from './stated-verdict';

/** Nobody says on which cards it runs, so latency is unknown unless it was measured. The size on the box is read by nothing that is left. */
const UNNAMED_GPU = Gpu.custom({
  id: 'unnamed',
  name: 'a card that nobody named',
  vendor: 'NVIDIA',
  marketedMemoryGb: 1,
  provenance: { source: 'none: the pool is run by somebody else', asOf: '2026-11-29', evidence: 'assumed' },
});

export function existingPoolView(spec: ExistingPoolSpec, setting: PoolSetting): PoolView {
  const { cluster, model, maxContextTokens, measured, costPerMillionTokens, engine } = spec;
  const given = inferencePoolSchema.parse({
    cluster,
    model,
    gpu: UNNAMED_GPU,
    maxContextTokens,
    ...definedOnly({ engine }),
  });
  const view = poolView(given, setting);
  const stated = () => ({ name: setting.name, spec, demand: view.demand });
  const verdict = once(() => statedVerdict(stated(), view.replica));
  return Object.defineProperties(view, {
    existing: { value: { measured, costPerMillionTokens }, enumerable: true },
    servedName: { value: spec.servedName, enumerable: true },
    money: { get: once(() => statedMoney(spec, view.demand)), enumerable: true },
    verdict: { get: verdict, enumerable: true },
    requestsInFlight: { get: () => Math.max(1, Math.ceil(askedOf(stated()).sessions)), enumerable: true },
  });
}
