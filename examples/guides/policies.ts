import { type App, TerraformStack } from 'cdktf';
import { acknowledge, applyPack, Cluster, Gpu, InferencePool, Model, PolicyPack, PolicyRule } from 'cdktf-agent-fleet';

/** A rule of your own: a pure function of what stands in fleet.plan.json. */
const pricesKnown = new PolicyRule({
  id: 'prices-known',
  code: 'ACME-001',
  title: 'The price of a pool is not known.',
  why: 'Nobody could say what the fleet costs.',
  source: 'https://example.com/handbook#prices',
  fix: 'Give usdPerGpuHour and priceAsOf on the node pool.',
  severity: { development: 'info', staging: 'warning', production: 'error' },
  appliesTo: 'pools',
  check: (pool) => (pool.price === null ? { message: `the price of ${pool.name} is not known` } : 'pass'),
});

const acme = new PolicyPack({ id: 'acme', title: 'Rules of Acme', rules: [pricesKnown, { rule: 'AF-CAP-020', severity: 'error' }] });

export function withPolicies(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const stack = new TerraformStack(app, 'research');
  const pool = new InferencePool(stack, 'planner', { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  applyPack(app, acme);
  acknowledge(pool, {
    rule: 'ACME-001',
    reason: 'the price of the new contract is known from January on',
    owner: 'platform team',
    expires: '2099-01-31',
  });
}
