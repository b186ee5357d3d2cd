/** RuntimeClasses of the fake cluster: the API server refuses pods that name one which does not exist. */
import type { KubeObject } from '../cluster/kube-object';

export const RUNTIME_CLASSES: readonly KubeObject[] = [runtimeClass('gvisor', 'runsc'), runtimeClass('kata-qemu', 'kata-qemu')];

function runtimeClass(name: string, handler: string): KubeObject {
  return { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler };
}
