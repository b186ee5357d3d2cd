/** What controllers complain about: Terraform's exit status is 0 while every pod of a Deployment is refused. */
import type { KubeClient } from '../cluster/kube-client';
import { at, describe, type KubeObject, listAt } from '../cluster/kube-object';

/** Reasons that mean "this object will never work". */
const REFUSALS = new Set(['FailedCreate', 'FailedBinding', 'ProvisioningFailed', 'FailedScaleUp']);

export async function refusalEvents(client: KubeClient, namespaces: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const namespace of namespaces) {
    const events = await client.list('v1', 'Event', namespace);
    problems.push(...events.filter((event) => REFUSALS.has(String(event['reason']))).map(eventText));
    for (const kind of ['ReplicaSet', 'StatefulSet'])
      problems.push(...(await client.list('apps/v1', kind, namespace)).flatMap(replicaFailures));
  }
  return [...new Set(problems)];
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
