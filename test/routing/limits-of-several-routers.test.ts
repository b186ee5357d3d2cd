/** Fleets with a router each on one pool: what all routers admit together is what the pool holds. */

import { AgentFleet } from '../../lib/agents/agent-fleet';
import { Topology } from '../../lib/capacity/demand/topology';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { InferencePool } from '../../lib/inference/inference-pool';
import { Cluster } from '../../lib/platform/cluster';
import { poolHolds } from '../../lib/routing/limits/pool-share';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { TerraformStack, Testing } from '../../lib/terraform/engine';

const REPLICAS = 2;

/** Each fleet by its workflows: one role on the pool of all, behind a router of its own. */
function fleetsOnOnePool(roles: readonly (readonly [role: string, workflows: number])[]) {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'shared');
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const pool = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.QWEN3_8B,
    quantization: 'fp8',
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    replicas: 2,
  });
  const routers = roles.map(([role, concurrentWorkflows], index) => {
    const router = new LiteLLMRouter(stack, `router-${index}`, { cluster, replicas: REPLICAS });
    new AgentFleet(stack, `fleet-${index}`, {
      cluster,
      router,
      topology: Topology.flat({ agents: [role] }),
      concurrentWorkflows,
      roles: { [role]: { pool, contextTokens: 4_000, request: { outputTokens: 100, perMinute: 1 } } },
      runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' },
    });
    return router;
  });
  const routes = routers.map((router) => router.view().routes[0]);
  return {
    holds: poolHolds(pool.view()) ?? 0,
    admitted: routes.map((route) => (route?.limits.parallel ?? 0) * REPLICAS),
    planned: routes.map((route) => route?.limits.planned),
    asked: routes.map((route) => route?.load?.requestsPerMinute),
    processors: routes.map((route) => route?.processors ?? 0),
  };
}

test.each([
  ['of the same name', 'worker', 'worker'],
  ['of other names', 'worker', 'reviewer'],
])('roles %s share the pool by the sessions of their own fleet', (_, first, second) => {
  const { holds, admitted, planned, asked, processors } = fleetsOnOnePool([
    [first, 10],
    [second, 30],
  ]);
  expect(planned).toEqual([10, 30]);
  // Each of two instances admits whole requests.
  expect(admitted).toEqual([holds / 4, (3 * holds) / 4].map((share) => 2 * Math.floor(share / 2)));
  expect(asked).toEqual([10, 30]);
  expect((processors[1] ?? 0) / (processors[0] ?? 1)).toBeCloseTo(3);
});

test('an alias that no fleet asks its router for is planned for by its name', () => {
  const stack = new TerraformStack(Testing.app(), 'shared');
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const pool = new InferencePool(stack, 'workers', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  pool.addDemand({
    planned: () => [{ fleet: 'elsewhere', role: 'worker', sessions: 7, contextTokens: 4_000, formula: '7 workflows' }],
    peak: () => [],
  });
  const router = new LiteLLMRouter(stack, 'router', { cluster });
  router.addRoute({ alias: 'worker', pool });
  expect(router.view().routes[0]?.limits.planned).toBe(7);
});
