/** Volumes of a class that ignores fsGroup: whatever holds data gets the group that may write to them, or is refused where nobody knows it. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { isFleetError } from '../../lib/core/fleet-error';
import { Weights } from '../../lib/inference/weights';
import { Cluster } from '../../lib/platform/cluster';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import { TaskQueue } from '../../lib/queues/task-queue';
import { SessionStore } from '../../lib/stores/session-store';
import { StateStore } from '../../lib/stores/state-store';
import { VectorStore } from '../../lib/stores/vector-store';
import { App, TerraformStack } from '../../lib/terraform/engine';
import type { FleetTemplate } from '../../lib/testing';
import { manifest, pool, research, type Setting, type WithPod } from '../setup/research-stack';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const CLASSES = {
  nfs: { fsGroup: 'ignored', group: 5_000 },
  strange: { fsGroup: 'ignored' },
  disks: { fsGroup: 'applied' },
} as const;

function everything({ stack, cluster }: Setting, storageClass: string): void {
  new SessionStore(stack, 'sessions', { cluster, storageClass });
  new StateStore(stack, 'state', { cluster, storageClass });
  new VectorStore(stack, 'memory', { cluster, storageClass, dimensions: 1_024, vectors: 1_000 });
  const consumes = TaskQueue.rabbitMq(stack, 'tasks', { cluster, storageClass });
  new AgentRuntime(stack, 'crew', { cluster, framework: 'custom', image: 'registry.example.com/crew:1.0.0', consumes });
}

const synthesized = (storageClass: string) => research((setting) => everything(setting, storageClass), { storageClasses: CLASSES });

const contextOf = (template: FleetTemplate, name: string) =>
  manifest<WithPod>(template, 'StatefulSet', name).spec.template.spec.securityContext;
const specOf = (template: FleetTemplate, kind: string, name: string) => manifest<{ readonly spec: object }>(template, kind, name).spec;

test('every server is in the group of the class, beside its own', () => {
  const template = synthesized('nfs');
  expect(contextOf(template, 'sessions')).toMatchObject({ fsGroup: 999, supplementalGroups: [5_000] });
  expect(contextOf(template, 'memory')).toMatchObject({ fsGroup: 2_000, supplementalGroups: [5_000] });
  expect(specOf(template, 'Cluster', 'state')).toMatchObject({ podSecurityContext: { fsGroup: 26, supplementalGroups: [5_000] } });
  expect(specOf(template, 'RabbitmqCluster', 'tasks')).toMatchObject({
    override: { statefulSet: { spec: { template: { spec: { securityContext: { supplementalGroups: [5_000] }, containers: [] } } } } },
  });
});

test.each(['disks', 'unknown'])('on the class "%s" nothing is written that was not there before', (storageClass) => {
  const template = synthesized(storageClass);
  for (const name of ['sessions', 'memory']) expect(contextOf(template, name)).not.toHaveProperty('supplementalGroups');
  expect(specOf(template, 'Cluster', 'state')).not.toHaveProperty('podSecurityContext');
  expect(JSON.stringify(specOf(template, 'RabbitmqCluster', 'tasks'))).not.toContain('supplementalGroups');
});

function problems(build: (setting: Setting) => void) {
  try {
    research(build, { storageClasses: CLASSES });
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
  throw new Error('the app was not refused');
}

test('a class whose group nobody knows is refused for each of them, with the classes that would do', () => {
  const found = problems((setting) => everything(setting, 'strange'));
  expect(found.map(({ code, path, prop }) => [code, path, prop])).toEqual(
    expect.arrayContaining(['sessions', 'state', 'memory', 'tasks'].map((id) => ['AF-STO-003', `research/${id}`, 'storageClass'])),
  );
  expect(found[0]?.repairs).toEqual(expect.arrayContaining(["storageClass: 'nfs'", "storageClass: 'disks'"]));
});

test('the volume of a pod for its weights is no other than a claim', () => {
  const found = problems((setting) => void pool(setting, 'worker', { weights: Weights.ephemeral({ storageClass: 'strange' }) }));
  expect(found).toMatchObject([{ code: 'AF-PLT-010', prop: 'weights.storageClass' }]);
});

describe('the metrics of Prometheus', () => {
  const platform = (storageClass: string) => {
    const app = new App({ outdir: temporaryOutdir() });
    const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', storageClasses: CLASSES });
    new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster, prometheus: { storageClass } });
    return templateOf(app, 'platform');
  };

  test('are written by its group', () => {
    expect(JSON.stringify(platform('nfs').helmReleases())).toContain('supplementalGroups');
    expect(JSON.stringify(platform('disks').helmReleases())).not.toContain('supplementalGroups');
  });

  test('and refused where nobody knows it', () => {
    expect(() => platform('strange')).toThrow(/AF-STO-003.*prometheus.storageClass/);
  });
});
