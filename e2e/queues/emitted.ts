/** What we emit for two queues, as the programs of this part take it. */
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Cluster, SessionStore, TaskQueue } from 'cdktf-agent-fleet';
import { FleetTemplate, type KubernetesObject } from 'cdktf-agent-fleet/testing';

export interface EmittedQueues {
  /** Script that the keeper of the stream runs. */
  readonly keeper: string;
  /** What is declared in the broker. */
  readonly definitions: string;
  /** Path at which its dead letters are scraped. */
  readonly metricsPath: string;
  /** Program of the Job that declares it, with its arguments. */
  readonly declare: readonly string[];
}

/** Small bounds, so that the proofs take seconds. */
export const BOUNDS = { visibilitySeconds: 10, maxAttempts: 3, maxLength: 5 };

export function emittedQueues(folder: string): EmittedQueues {
  const app = new App({ outdir: path.join(folder, 'synth') });
  const stack = new TerraformStack(app, 'queues');
  const cluster = Cluster.fromKubeconfig({ context: 'queues' });
  TaskQueue.redisStream(stack, 'stream', { cluster, store: new SessionStore(stack, 'store', { cluster }), ...BOUNDS });
  const tasks = TaskQueue.rabbitMq(stack, 'tasks', { cluster, ...BOUNDS });
  const objects = FleetTemplate.synth(app, 'queues').manifests();
  return {
    keeper: dataOf(objects, 'stream')['keep.lua'] ?? '',
    definitions: dataOf(objects, 'tasks-declare')['definitions.json'] ?? '',
    metricsPath: tasks.observed?.dead?.scraped.metricsPath ?? '',
    declare: commandOf(objects),
  };
}

const dataOf = (objects: readonly KubernetesObject[], name: string): Record<string, string> =>
  (objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name) as unknown as { data: Record<string, string> })
    .data;

function commandOf(objects: readonly KubernetesObject[]): readonly string[] {
  const job = objects.find(({ kind }) => kind === 'Job') as unknown as {
    spec: { template: { spec: { containers: { command: string[] }[] } } };
  };
  return job.spec.template.spec.containers[0]?.command ?? [];
}
