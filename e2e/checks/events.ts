/** What controllers complain about: Terraform's exit status is 0 while every pod of a Deployment is refused. */
import type { KubeClient } from '../cluster/kube-client';
import { at, describe, type KubeObject, listAt } from '../cluster/kube-object';

/** Reasons that mean "this object will never work". */
const REFUSALS = new Set(['FailedCreate', 'FailedBinding', 'ProvisioningFailed', 'FailedScaleUp']);

export async function refusalEvents(client: KubeClient, namespaces: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const namespace of namespaces) {
    const statefulSets = await client.list('apps/v1', 'StatefulSet', namespace);
    const made = new Set(statefulSets.map(({ metadata }) => metadata.name));
    const events = (await client.list('v1', 'Event', namespace)).filter((event) => REFUSALS.has(String(event['reason'])));
    problems.push(...events.filter((event) => !madeTwice(event, made)).map(eventText));
    problems.push(...[...(await client.list('apps/v1', 'ReplicaSet', namespace)), ...statefulSets].flatMap(replicaFailures));
  }
  return [...new Set(problems)];
}

/** LeaderWorkerSet reads its own work late, makes a StatefulSet a second time, and complains that it is there. */
function madeTwice(event: KubeObject, made: ReadonlySet<string>): boolean {
  const leader = /worker statefulset for leader pod (\S+)$/.exec(String(event['message']))?.[1];
  return at(event, 'involvedObject', 'kind') === 'LeaderWorkerSet' && leader !== undefined && made.has(leader);
}

function eventText(event: KubeObject): string {
  return `${String(at(event, 'involvedObject', 'kind'))} ${String(at(event, 'involvedObject', 'name'))}: ${String(event['reason'])}: ${String(event['message'])}`;
}

function replicaFailures(object: KubeObject): string[] {
  const failures = listAt(object.status, 'conditions').filter(
    (condition) => at(condition, 'type') === 'ReplicaFailure' && at(condition, 'status') === 'True',
  );
  return failures.map((condition) => `${describe(object)}: ${String(at(condition, 'message'))}`);
}
