/** What every test of a run shares: the cluster, the way in, the results. */
import type { KubeClient } from './cluster/kube-client';
import type { Connection } from './cluster/kubeconfig';
import type { ControlPlane } from './control-plane/control-plane';
import type { Results } from './report/results';
import type { Transport } from './transports/transport';

export interface World {
  readonly client: KubeClient;
  readonly connection: Connection;
  readonly transport: Transport;
  readonly results: Results;
  /** Folder of this run. */
  readonly folder: string;
  /** Our own control plane; undefined where KUBECONFIG names a cluster. */
  readonly plane: ControlPlane | undefined;
}
