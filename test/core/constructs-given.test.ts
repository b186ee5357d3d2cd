/** A construct where props belong is one problem, whatever is inside of it. */
import { AgentFleet, ExternalHost, Topology } from 'cdktf-agent-fleet';
import { pool, refusal, type Setting } from '../setup/research-stack';

const told = (build: (setting: Setting) => void) => refusal(build).problems.map(({ code, prop, value }) => [code, prop, value]);

test('a scope where the props belong', () => {
  const called = ({ stack }: Setting) => new ExternalHost(...([stack, 'crm', { host: 'crm.example.com' }] as unknown as [never]));
  expect(told(called)).toEqual([['AF-SPEC-001', 'ExternalHost', 'research']]);
  expect(refusal(called).message).toContain('give its props alone: it takes no scope and no id');
});

test('pools in the place of roles, and one in that of the runtime', () => {
  const build = (setting: Setting) => {
    const workers = pool(setting, 'workers');
    new AgentFleet(setting.stack, 'fleet', {
      cluster: setting.cluster,
      topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['coder'] }),
      concurrentWorkflows: 2,
      roles: { planner: workers, coder: workers },
      runtime: workers,
    } as never);
  };
  expect(told(build)).toEqual([
    ['AF-SPEC-001', 'roles.planner', 'research/workers'],
    ['AF-SPEC-001', 'roles.coder', 'research/workers'],
    ['AF-SPEC-001', 'runtime', 'research/workers'],
  ]);
});

test('a construct of another class is told by what belongs there', () => {
  const build = (setting: Setting) => {
    const workers = pool(setting, 'workers');
    pool(setting, 'other', { cluster: workers as never });
  };
  expect(refusal(build).problems).toMatchObject([{ prop: 'cluster', allowed: expect.not.stringContaining('its props') }]);
});
