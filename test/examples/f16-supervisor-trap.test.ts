import 'cdktf-agent-fleet/testing';
import { supervisorTrap } from '../../examples/f16-supervisor-trap/fleet';
import { poolOf, refusalOf, synthesize } from './support';

describe('F16: a supervisor over three workers on one A100', () => {
  test('without a bound it is refused, and told that the card is full in the published 15 minutes', () => {
    const { problems } = refusalOf((app) => supervisorTrap(app, false));
    const growth = problems.find(({ code }) => code === 'AF-CAP-009');
    expect(growth?.prop).toBe('roles.supervisor.contextTokens');
    expect(growth?.details).toContainEqual({ label: 'full in', text: '448,784 tokens ÷ 30,000 a minute = 15 minutes' });
  });

  describe('with a window of 8,192 tokens', () => {
    const template = synthesize((app) => supervisorTrap(app, true), 'supervised');
    const plan = template.plan();

    test('fits with a third of the cache free, for $1.35 per hour', () => {
      expect(poolOf(template, 'shared-model').verdict).toBe('fits');
      expect(poolOf(template, 'shared-model').headroom).toBeGreaterThan(0.3);
      expect(plan.costPerHour.floor).toBeCloseTo(1.35, 6);
      expect(plan.fleets[0]?.roles.map(({ name, sessions, contextTokens }) => [name, sessions, contextTokens])).toEqual([
        ['supervisor', 20, 8_192],
        ['retrieval', 20, 3_000],
        ['coding', 20, 3_000],
        ['validation', 20, 3_000],
      ]);
    });

    test('runs what the coder writes in gVisor, and hands payloads over by reference', () => {
      const sandbox = template.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'python');
      expect(JSON.stringify(sandbox)).toContain('"runtimeClassName":"gvisor"');
      expect(plan.fleets[0]?.messages).toEqual({ types: ['task'], maxBytes: 16_384, payloads: 'references' });
      const codes = plan.findings.map(({ code }) => code);
      for (const closed of ['AF-SEC-001', 'AF-SEC-004', 'AF-CPU-006', 'AF-CPU-022', 'AF-CPU-023']) expect(codes).not.toContain(closed);
    });
  });
});
