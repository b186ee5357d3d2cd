import 'cdktf-agent-fleet/testing';
import { multiModel } from '../../examples/f03-multi-model/fleet';
import { decoupledBursty } from '../../examples/f19-decoupled-bursty/fleet';
import { mcpTiers } from '../../examples/f20-mcp-tiers/fleet';
import { AGENTS, sharedByAHundred } from '../../examples/f23-shared-pool/fleet';
import { nightlyBatch } from '../../examples/nightly-batch/fleet';
import type { FleetTemplate } from '../../lib/testing/fleet-template';
import { expectEstimateGiB, poolOf, refusalOf, synthesize } from './support';

const objectOf = (template: FleetTemplate, kind: string, name: string) =>
  template.manifests().find((object) => object.kind === kind && object.metadata.name === name);
const specOf = (template: FleetTemplate, kind: string, name: string) => objectOf(template, kind, name)?.['spec'] as Record<string, unknown>;
const variablesOf = (template: FleetTemplate, name: string): Record<string, string> => {
  const { template: pod } = specOf(template, 'Deployment', name) as {
    template: { spec: { containers: { env: { name: string; value?: string }[] }[] } };
  };
  return Object.fromEntries((pod.spec.containers[0]?.env ?? []).map((variable) => [variable.name, variable.value ?? '(secret)']));
};

describe('F03: a pool for the orchestrator and one for its workers', () => {
  const template = synthesize((app) => multiModel(app), 'multi-model');
  const plan = template.plan();

  test('holds 1,000 sessions, 200 of them on the orchestrator', () => {
    const sessions = plan.fleets[0]?.roles.map((role) => role.sessions) ?? [];
    expect(sessions).toEqual([200, 200, 200, 200, 200]);
    expect(sessions.reduce((sum, count) => sum + count)).toBe(1_000);
  });

  test('needs 50 GiB on one H100 and 200 GiB on four, each with 16 % free', () => {
    for (const [name, demand, supply] of [
      ['lead-model', 50, 60.6],
      ['worker-model', 200, 242.2],
    ] as const) {
      const pool = poolOf(template, name);
      expect(pool.demandGiB).toBeCloseTo(demand, 6);
      expectEstimateGiB(pool.supplyGiB ?? 0, supply, 4);
      expect(Math.round((pool.headroom ?? 0) * 100)).toBe(16);
    }
  });

  test('costs $10.05 per hour: five H100 PCIe at $2.01', () => {
    expect(plan.costPerHour.floor).toBeCloseTo(5 * 2.01, 9);
    expect(plan.costPerHour.floor).toBeCloseTo(10.05, 9);
  });

  test('scales the workers by their queue and not by use, and takes tasks from a stream', () => {
    const { triggers } = specOf(template, 'ScaledObject', 'worker-model') as { triggers: { type: string }[] };
    expect(triggers.map(({ type }) => type)).toEqual(['prometheus']);
    expect(variablesOf(template, 'crew-agents')).toMatchObject({ TASK_QUEUE_KIND: 'redis-streams' });
  });

  test('is refused with a card of the workers less', () => {
    const { problems } = refusalOf((app) => multiModel(app, 3));
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-CAP-001', path: 'multi-model/worker-model' })]);
  });
});

describe('F19: agents and GPUs that come and go by signals of their own', () => {
  const template = synthesize((app) => decoupledBursty(app), 'bursty');

  test('costs nothing while it idles, and four L40S at the burst', () => {
    const { costPerHour } = template.plan();
    expect([costPerHour.floor, costPerHour.ceiling]).toEqual([0, 4 * 0.72]);
  });

  test('counts the published 18 s of a machine into the start', () => {
    expect(poolOf(template, 'shared-model').coldStart?.nodeSeconds).toBe(18);
  });

  test('gives each layer its own scaled object, of CPU pods from 0 to 16 and of GPU replicas from 0 to 4', () => {
    const bounds = ['bursty-agents', 'shared-model'].map((name) => {
      const { minReplicaCount, maxReplicaCount } = specOf(template, 'ScaledObject', name);
      return [minReplicaCount, maxReplicaCount];
    });
    expect(bounds).toEqual([
      [0, 16],
      [0, 4],
    ]);
  });

  test('wakes by what exists while it sleeps: the tasks of the queue', () => {
    expect(poolOf(template, 'shared-model').sleep?.wakesOn).toEqual(['tasks of queue requests']);
  });

  test('is only for work that nobody waits for', () => {
    const codes = refusalOf((app) => decoupledBursty(app, 'chat')).problems.map(({ code }) => code);
    expect(codes).toContain('AF-ELA-004');
  });
});

describe('F20 with its tools: three layers and 1,000 interactions on 19 GPUs', () => {
  const template = synthesize((app) => mcpTiers(app), 'tiers');
  const plan = template.plan();

  test('sends 700, 250 and 50 interactions to 14 L40S, 4 A100 and 1 H100', () => {
    expect(plan.fleets[0]?.roles.map(({ name, sessions }) => [name, sessions])).toEqual([
      ['light', 700],
      ['middle', 250],
      ['lead', 50],
    ]);
    expect(plan.pools.map(({ name, replicas, verdict }) => [name, replicas.max, verdict])).toEqual([
      ['light', 14, 'fits'],
      ['middle', 4, 'fits'],
      ['lead', 1, 'fits'],
    ]);
  });

  test('costs $16.75 per hour, and $19.26 with a second card of the orchestrators', () => {
    expect(plan.costPerHour.floor).toBeCloseTo(16.75, 9);
    expect(synthesize((app) => mcpTiers(app, 2), 'tiers').plan().costPerHour.floor).toBeCloseTo(19.26, 9);
  });

  test('says that one card of the orchestrators has nothing beside it, and nothing of two', () => {
    const codes = (orchestrators: number) =>
      synthesize((app) => mcpTiers(app, orchestrators), 'tiers')
        .plan()
        .findings.map(({ code }) => code);
    expect(codes(1)).toContain('AF-RTE-003');
    expect(codes(2)).not.toContain('AF-RTE-003');
  });

  test('tells the agents all four tools, and runs none of them on a GPU', () => {
    expect(Object.keys(JSON.parse(variablesOf(template, 'interactions-agents')['MCP_SERVERS'] ?? '{}'))).toEqual([
      'query',
      'web',
      'parse',
      'summarize',
    ]);
    for (const name of ['query', 'web', 'parse', 'summarize']) {
      expect(JSON.stringify(objectOf(template, 'Deployment', name))).not.toContain('nvidia.com/gpu"');
    }
  });

  test('gives the tool that calls a model the router and no other tool, for the shared model alone', () => {
    expect(variablesOf(template, 'summarize')).toMatchObject({ OPENAI_API_KEY: '(secret)' });
    for (const name of ['query', 'web', 'parse']) expect(variablesOf(template, name)).not.toHaveProperty('OPENAI_API_KEY');
    const table = JSON.stringify(template.manifests().filter(({ kind }) => kind === 'ConfigMap'));
    expect(table).toMatch(/summarize[^}]{0,200}light/);
  });
});

describe('F23: a hundred agents on a card each, or together', () => {
  const costOf = (replicas: number) => synthesize((app) => sharedByAHundred(app, replicas), 'hundred').plan().costPerHour.floor;

  test('five shared cards hold them, within the published four to eight: 20 agents for each', () => {
    const template = synthesize((app) => sharedByAHundred(app, 5), 'hundred');
    const { replicas, verdict } = poolOf(template, 'shared-model');
    expect(verdict).toBe('fits');
    expect(AGENTS / replicas.max).toBe(20);
  });

  test('four hold their memory and leave less than a tenth free', () => {
    expect(refusalOf((app) => sharedByAHundred(app, 4)).problems.map(({ code }) => code)).toEqual(['AF-CAP-002']);
  });

  test('a card each costs $104 per hour, twenty times the $5.20 of the shared ones', () => {
    expect(costOf(5)).toBeCloseTo(5.2, 9);
    expect(costOf(AGENTS)).toBeCloseTo(104, 9);
  });
});

describe('F25: a batch that starts from none', () => {
  const template = synthesize((app) => nightlyBatch(app), 'archive');

  test('starts when tasks wait for 30 s, and ends when there were none for 5 minutes', () => {
    const { minReplicaCount, pollingInterval, cooldownPeriod } = specOf(template, 'ScaledObject', 'archive-agents');
    expect([minReplicaCount, pollingInterval, cooldownPeriod]).toEqual([0, 30, 300]);
  });

  test('keeps no GPU while its queue is empty, on nodes that may be taken away', () => {
    expect(specOf(template, 'ScaledObject', 'readers')).toMatchObject({ minReplicaCount: 0 });
    expect(poolOf(template, 'readers').replicas.min).toBe(0);
    expect(JSON.stringify(objectOf(template, 'Deployment', 'readers'))).toContain('spot');
  });
});
