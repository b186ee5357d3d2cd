/** Pods of both stages that the API server knows and nobody runs: each is an engine that is played on an address of the loopback. */
import type { KubeClient } from '../cluster/kube-client';
import { at, type KubeObject } from '../cluster/kube-object';
import { FakeEngine } from './fake-engine';

export interface PlayedPod {
  readonly pod: KubeObject;
  readonly engine: FakeEngine;
}

/** With the labels of its Deployment, ready, at the address of its engine. No scheduler looks at it. */
export async function playPod(client: KubeClient, deployment: KubeObject, address: string, port: number): Promise<PlayedPod> {
  const stage = deployment.metadata.name.endsWith('-prefill') ? 'prefill' : 'decode';
  const engine = await FakeEngine.start(stage, address, port);
  const name = `${deployment.metadata.name}-${address.replaceAll('.', '-')}`;
  const pod: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: deployment.metadata.namespace ?? '',
      // As a kubelet would, it keeps the pod while it ends.
      finalizers: ['agent-fleet.example.com/ends'],
      labels: at(deployment, 'spec', 'template', 'metadata', 'labels') as Record<string, string>,
    },
    spec: { schedulerName: 'nobody', containers: [{ name: 'engine', image: 'played' }] },
  };
  await client.apply(pod);
  const condition = { type: 'Ready', status: 'True', lastTransitionTime: new Date().toISOString() };
  await client.patch(pod, { status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }], conditions: [condition] } }, '/status');
  return { pod, engine };
}
