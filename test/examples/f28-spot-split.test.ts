import 'cdktf-agent-fleet/testing';
import { spotSplit } from '../../examples/f28-spot-split/fleet';
import { poolOf, refusalOf, synthesize } from './support';

describe('F28: a graph with checkpoints on two kinds of nodes', () => {
  const template = synthesize((app) => spotSplit(app), 'assistants');
  const plan = template.plan();
  const podOf = (name: string) =>
    JSON.stringify(template.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name));

  test('runs on demand what a user waits for, and on spot nodes what nobody does', () => {
    expect(podOf('front-model')).toContain('"key":"purchase","operator":"In","values":["on-demand"]');
    expect(podOf('research-model')).toContain('"key":"purchase","operator":"In","values":["spot"]');
    expect(plan.findings.map(({ code }) => code)).not.toContain('AF-ELA-006');
  });

  test('costs $2.24 per hour: two L40S at $0.72 and two at $0.40', () => {
    expect(plan.costPerHour.floor).toBeCloseTo(2 * 0.72 + 2 * 0.4, 6);
  });

  test('holds the parallel branches of the research on one pool', () => {
    const research = plan.fleets.find(({ name }) => name === 'research');
    expect(research?.roles.map(({ name, sessions, pool }) => [name, sessions, pool])).toEqual([
      ['searcher', 20, 'research-model'],
      ['reader', 20, 'research-model'],
      ['checker', 20, 'research-model'],
    ]);
    expect(poolOf(template, 'research-model').verdict).toBe('fits');
  });

  test('keeps checkpoints outside of its pods, or is refused', () => {
    expect(podOf('research-agents')).toContain('"name":"DATABASE_URL"');
    const { problems } = refusalOf((app) => spotSplit(app, false));
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-CPU-004', path: 'assistants/research', prop: 'stateStore' })]);
  });

  test('takes its research from a queue that the front fills', () => {
    expect(podOf('front-agents')).toContain('TASK_QUEUE_NAME');
    expect(template.manifests().some(({ kind, metadata }) => kind === 'ScaledObject' && metadata.name.includes('research-agents'))).toBe(
      true,
    );
  });
});
