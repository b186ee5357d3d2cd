/** The cluster of a run: our own control plane, or one that was given. */
import type { KubeClient } from './cluster/kube-client';
import type { ControlPlane } from './control-plane/control-plane';
import type { InstalledCrds } from './control-plane/crds';

export interface ClusterUnderTest {
  readonly client: KubeClient;
  readonly kubeconfig: string;
  /** Undefined where the cluster was given. */
  readonly plane: ControlPlane | undefined;
  readonly crds: readonly InstalledCrds[];
}
