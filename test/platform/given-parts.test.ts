/** What routers, queues and fleets are given runs where they run; a fleet of one name may be on each of several clusters. */
import { App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  ExternalHost,
  Gpu,
  InferencePool,
  isFleetError,
  LiteLLMRouter,
  Model,
  SessionStore,
  StateStore,
  TaskQueue,
  Topology,
  Tracing,
} from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { checkedAlone } from '../setup/checked-alone';
import { temporaryOutdir } from '../setup/temporary-outdir';

interface Place {
  readonly stack: TerraformStack;
  readonly cluster: Cluster;
}

interface Places {
  readonly app: App;
  readonly eu: Place;
  readonly us: Place;
}

function places(): Places {
  const app = new App({ outdir: temporaryOutdir() });
  const place = (name: string): Place => ({
    stack: new TerraformStack(app, name),
    cluster: Cluster.fromKubeconfig({ context: name, name }),
  });
  return { app, eu: place('eu'), us: place('us') };
}

function fleet({ stack, cluster }: Place, id: string, props: object = {}): AgentFleet {
  const pool = new InferencePool(stack, `${id}-model`, { cluster, model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 });
  return new AgentFleet(stack, id, {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool, contextTokens: 4_000 } },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
    ...props,
  });
}

/** Codes with the props at which they stand. */
function refusedFor(app: App): string[] {
  try {
    checkedAlone(app).synth();
    return [];
  } catch (error) {
    if (isFleetError(error)) return error.problems.map(({ code, path, prop }) => `${code} ${path} ${prop}`);
    throw error;
  }
}

describe('on another cluster are', () => {
  test('the collector of a fleet', () => {
    const { app, eu, us } = places();
    const to = new ExternalHost({ name: 'traces', host: 'otlp.example.com', cidrs: ['203.0.113.0/24'] });
    fleet(eu, 'crew', { services: [Tracing.otlp(us.stack, 'tracing', { cluster: us.cluster, to })] });
    expect(refusedFor(app)).toContain('AF-CLU-009 eu/crew services.0');
  });

  test('the database and the store of a router', () => {
    const { app, eu, us } = places();
    const { stack, cluster } = us;
    const stores = {
      database: new StateStore(stack, 'keys', { cluster }),
      sessionStore: new SessionStore(stack, 'counts', { cluster }),
    };
    fleet(eu, 'crew', { router: new LiteLLMRouter(eu.stack, 'router', { cluster: eu.cluster, ...stores }) });
    expect(refusedFor(app)).toEqual(expect.arrayContaining(['AF-CLU-009 eu/router database', 'AF-CLU-009 eu/router sessionStore']));
  });

  test('the store of a queue', () => {
    const { app, eu, us } = places();
    const store = new SessionStore(us.stack, 'tasks-store', { cluster: us.cluster, eviction: 'noeviction', storageGiB: 10 });
    TaskQueue.redisStream(eu.stack, 'tasks', { cluster: eu.cluster, store });
    expect(refusedFor(app)).toContain('AF-CLU-009 eu/tasks store');
  });
});

describe('a fleet of one name', () => {
  test('is on each of two clusters', () => {
    const { app, eu, us } = places();
    fleet(eu, 'research');
    fleet(us, 'research');
    expect(refusedFor(app)).toEqual([]);
    expect(
      ['eu', 'us'].map((stack) =>
        FleetTemplate.synth(app, stack)
          .plan()
          .fleets.map(({ name }) => name),
      ),
    ).toEqual([['research'], ['research']]);
  });

  test('is not twice on one cluster, and not twice in one stack', () => {
    const { app, eu, us } = places();
    fleet(eu, 'research');
    fleet({ stack: us.stack, cluster: eu.cluster }, 'research');
    expect(refusedFor(app)).toContain('AF-SPEC-021 us/research id');
    const both = places();
    fleet(both.eu, 'research');
    fleet({ stack: both.eu.stack, cluster: both.us.cluster }, 'further', { name: 'research' });
    expect(refusedFor(both.app)).toContain('AF-SPEC-021 eu/further name');
  });
});
