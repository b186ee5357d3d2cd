import { Gpu } from '../../lib/catalog/gpu';
import { PRICE_RULES } from '../../lib/economics/rules';
import type { UsedPrice } from '../../lib/economics/rules/price-is-recent';
import { NO_DEMAND, type PoolDemand } from '../../lib/inference/pool-demand';
import { poolView } from '../../lib/inference/pool-view';
import { MONEY_RULES } from '../../lib/inference/rules';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import { type NodePoolProps, toNodePool } from '../../lib/platform/node-pool';
import { POOL_SPEC } from '../support/pool-spec';
import { describeRules } from './cases';

const card = (purchase: 'on-demand' | 'spot', usdPerGpuHour: number): NodePoolProps => ({
  gpu: Gpu.H100_SXM,
  nodes: 4,
  purchase,
  usdPerGpuHour,
  priceAsOf: '2026-11-01',
});

const rate = (requestsPerSecond: number) => ({ requestsPerSecond, inputTokens: 600, outputTokens: 200 });
const asked = (requestsPerSecond: number, more: Partial<PoolDemand> = {}): PoolDemand => ({
  ...NO_DEMAND,
  planned: [{ fleet: 'f', role: 'r', sessions: 40, contextTokens: 4_000, formula: '40 workflows', rate: rate(requestsPerSecond) }],
  traffic: [{ fleet: 'f', role: 'r', rate: rate(requestsPerSecond) }],
  ...more,
});

function view(nodePools: Readonly<Record<string, NodePoolProps>>, demand: PoolDemand = asked(1), nodePool?: string) {
  const pools = Object.entries(nodePools).map(([name, pool]) => toNodePool(name, pool));
  const place = { name: 'p', path: 's/p', namespace: 's', image: (reference: string) => reference };
  const setting = { ...place, nodes: new ClusterNodes('prod', pools), demand: () => demand };
  return poolView({ ...POOL_SPEC, ...(nodePool === undefined ? {} : { nodePool }) }, setting);
}

const background = asked(1, { classes: [{ role: 'r', latency: 'background' }] });
const both = (spot: number) => ({ steady: card('on-demand', 3), cheap: card('spot', spot) });

describeRules('rules of what a pool costs', MONEY_RULES, {
  'on-demand-needed': {
    violated: [view(both(1), asked(1), 'steady')],
    compliant: view(both(3.5), asked(1), 'steady'),
    notApplicable: view(both(1), asked(1, { classes: [{ role: 'r', latency: 'chat' }] }), 'steady'),
  },
  'background-on-spot': {
    violated: [view(both(1), background, 'steady')],
    compliant: view(both(1), background, 'cheap'),
    notApplicable: view(both(1), asked(1), 'steady'),
  },
  'spot-cheaper': {
    violated: [view(both(3.5), asked(1), 'cheap')],
    compliant: view(both(1), asked(1), 'cheap'),
    notApplicable: view(both(1), asked(1), 'steady'),
  },
  'gpus-used': { violated: [view(both(1), asked(0.1))], compliant: view(both(1), asked(12)), notApplicable: view(both(1), NO_DEMAND) },
});

test('an orchestrator may stay on demand, and nothing is said where no spot price is known', () => {
  const [onDemandNeeded] = MONEY_RULES;
  expect(onDemandNeeded?.check(view(both(1), asked(1, { orchestrators: ['r'] }), 'steady'))).toBe('not-applicable');
  expect(onDemandNeeded?.check(view({ steady: card('on-demand', 3) }))).toBe('not-applicable');
});

test('one rule speaks of a pool of background roles, and not two', () => {
  const codes = (demand: PoolDemand) =>
    MONEY_RULES.filter((rule) => Array.isArray(rule.check(view(both(1), demand, 'steady')))).map(({ code }) => code);
  expect(codes(background)).toContain('AF-COST-002');
  expect(codes(background)).not.toContain('AF-COST-001');
  expect(codes(asked(1))).not.toContain('AF-COST-002');
  // An orchestrator waits for its workers, whatever its class says.
  const led = asked(1, { classes: [{ role: 'r', latency: 'background' }], orchestrators: ['r'] });
  expect(codes(led)).not.toContain('AF-COST-002');
});

test('a repair names the node pool that is cheaper', () => {
  const found = MONEY_RULES[0]?.check(view(both(1), asked(1), 'steady'));
  expect(found).toMatchObject([{ repairs: [{ changes: [{ field: 'nodePool', op: 'set', value: 'cheap' }] }] }]);
});

const price = (asOf: string, planDate?: string): UsedPrice => ({
  what: 'H100 PCIe 80GB, on-demand, provider B',
  asOf,
  usedBy: ['planner'],
  prop: 'nodePools.h100.priceAsOf',
  isDeclared: true,
  planDate,
});

describeRules('rules of prices', PRICE_RULES, {
  'price-is-recent': {
    violated: [price('2026-03', '2026-11-29')],
    compliant: price('2026-11-01', '2026-11-29'),
    notApplicable: price('2026-03'),
  },
});

test.each([
  ['2026-08-31', 'compliant'],
  ['2026-08-30', 'is 91 days old'],
  ['2026-12-01', 'is dated 2 days after the plan'],
  ['2026-11-29', 'compliant'],
])('a price of %s on 2026-11-29: %s', (asOf, outcome) => {
  const found = PRICE_RULES[0]?.check(price(asOf, '2026-11-29'));
  if (outcome === 'compliant') expect(found).toBe('compliant');
  else expect(found).toMatchObject([{ message: expect.stringContaining(outcome) }]);
});
