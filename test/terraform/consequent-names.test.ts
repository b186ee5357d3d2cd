/** Two things of one name are told once: what lies within them and is called after them is no further problem. */
import { TerraformStack } from 'cdktf';
import { AgentFleet, type Cluster, Gpu, InferencePool, Model, Namespace, SecretRef, SessionStore, Topology } from 'cdktf-agent-fleet';
import { Construct } from 'constructs';
import { problemsOf } from '../setup/research-stack';

const base = { model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 };

/** What a team wraps: ids below it are always the same. */
class TeamFleet extends Construct {
  constructor(scope: Construct, id: string, on: Cluster) {
    super(scope, id);
    const pool = new InferencePool(this, 'pool', { cluster: on, ...base });
    new AgentFleet(this, 'fleet', {
      cluster: on,
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows: 2,
      roles: { writer: { pool, contextTokens: 4_000 } },
      runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0' },
    });
  }
}

const taken = (build: (stack: TerraformStack, on: Cluster) => void): readonly string[] =>
  problemsOf(({ stack, cluster }) => build(stack, cluster))
    .filter(({ code }) => code === 'AF-SPEC-021')
    .map(({ path, value, repairs = [] }) => `${path} ${String(value)}: ${String(repairs[0])}`);

describe('things of one name', () => {
  test('a construct of a user that is made twice: its pool and its fleet are told, each with a name that is free', () => {
    expect(
      taken((stack, on) => {
        new TeamFleet(stack, 'a', on);
        new TeamFleet(stack, 'b', on);
      }),
    ).toEqual(["research/b/pool pool: name: 'b-pool'", "research/b/fleet fleet: name: 'b-fleet'"]);
  });

  test('a free name is none that is taken, nor one that Kubernetes does not take', () => {
    expect(
      taken((stack, on) => {
        new InferencePool(stack, 'pool', { cluster: on, ...base });
        new InferencePool(stack, 'b-pool', { cluster: on, ...base });
        for (const team of ['b', 'Team_C']) new InferencePool(new Construct(stack, team), 'pool', { cluster: on, ...base });
      }),
    ).toEqual(["research/b/pool pool: name: 'pool-2'"]);
  });

  test('a namespace that two stacks make is told without the objects that are called after it', () => {
    const stores = (stack: TerraformStack, on: Cluster) =>
      new SessionStore(stack, `${stack.node.id}-sessions`, { cluster: on, namespace: 'team' });
    expect(
      taken((stack, on) => {
        stores(stack, on);
        stores(new TerraformStack(stack.node.root, 'other'), on);
      }),
    ).toEqual(['other/namespace-team team: another namespace for one of the stacks']);
  });

  test('secrets that are drawn for two of one name are no further problem in a namespace that exists', () => {
    const store = (stack: Construct, on: Cluster, namespace: string | Namespace) =>
      new SessionStore(stack, 'sessions', { cluster: on, namespace });
    expect(
      taken((stack, on) => {
        store(stack, on, 'team');
        store(new TerraformStack(stack.node.root, 'other'), on, Namespace.existing('team'));
      }),
    ).toEqual(["other/sessions sessions: name: 'other-sessions'"]);
  });

  test('a secret of their own that two of one name share is told beside it', () => {
    const drawn = (stack: Construct, on: Cluster) =>
      new SessionStore(stack, 'sessions', { cluster: on, password: SecretRef.generated('drawn') });
    expect(
      taken((stack, on) => {
        drawn(stack, on);
        drawn(new Construct(stack, 'b'), on);
      }),
    ).toEqual([expect.stringContaining('research/b/sessions sessions: '), expect.stringContaining('research/b/sessions drawn')]);
  });
});
