/** The Job that prepares what the pods of a runtime start with: the same image, environment, files and ways, and nobody calls it. */
import { Construct } from 'constructs';
import { definedOnly } from '../core/defined-only';
import { physicalName } from '../core/names';
import { HASH_LETTERS, oneTimeJob } from '../platform/one-time-job';
import { reserveWorkload } from '../platform/settle-workload';
import { objectLabels, selectorLabels } from '../security/labels';
import type { Workload } from '../security/workload';
import type { Startable, Waiting } from '../terraform/startable';
import { type CpuPods, podOf } from './cpu-pods';
import { type CheckedSetup, DEFAULT_RETRIES, DEFAULT_TIMEOUT_MINUTES } from './setup-props';

const MAX_NAME = 63 - HASH_LETTERS;

/** Minutes by which Terraform waits longer than the Job may take, so that it tells what became of it. */
const BEYOND_MINUTES = 2;

export interface SetupJob {
  readonly workload: Workload;
  readonly job: Waiting;
}

/** @param account service account of the pods, which those of the Job have as well */
export function renderSetupJob(pods: CpuPods, account: Startable, setup: CheckedSetup): SetupJob {
  // It works on no queue and answers nobody: it has the time of any pod.
  const { graceSeconds: _grace, ...own } = pods;
  const { component, partOf, spec } = own;
  const scope = new Construct(pods.scope, 'setup');
  const workload = workloadOf(scope, pods);
  const { name, namespace } = workload;
  const { command, args, retries = DEFAULT_RETRIES, timeoutMinutes = DEFAULT_TIMEOUT_MINUTES } = setup;
  const labels = { ...objectLabels(name, component, partOf, workload), ...pods.labels, ...spec.identity?.podLabels };
  const settings = { ...spec, command, args, port: undefined, healthPath: undefined };
  const { topologySpreadConstraint: _, ...pod } = podOf({ ...own, container: 'setup', workload, spec: settings });
  const job = oneTimeJob({
    ...{ scope, id: 'job', name, namespace: namespace.name, labels },
    // Pods that failed stay, with what they wrote.
    pod: { ...pod, restartPolicy: 'Never' },
    content: () => JSON.stringify([pod, labels, retries, timeoutMinutes]),
    retries,
    deadlineSeconds: 60 * timeoutMinutes,
    waits: `${timeoutMinutes + BEYOND_MINUTES}m`,
    dependsOn: [account],
  });
  return { workload, job };
}

/** Labels of its own: the Service of the runtime leads to no pod of the Job. Users and keys are those of the runtime. */
function workloadOf(owner: Construct, { workload, name: runtime, component }: CpuPods): Workload {
  const name = physicalName([runtime, 'setup'], MAX_NAME);
  reserveWorkload(owner, workload.namespace, name);
  const { namespace, labels, nodes } = workload;
  const settled = { owner, name, namespace, selector: selectorLabels(name, component), serviceAccount: runtime, actsFor: workload };
  return { ...settled, ...definedOnly({ labels, nodes }) };
}
