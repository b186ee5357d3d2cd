/** The cluster of a run: our own control plane, or one that was given. */
import * as path from 'node:path';
import { KubeClient } from './cluster/kube-client';
import { readKubeconfig } from './cluster/kubeconfig';
import { buildTools } from './control-plane/build';
import { ControlPlane } from './control-plane/control-plane';
import { addMissingCrds, type InstalledCrds, installCrds } from './control-plane/crds';
import { startKeda } from './control-plane/keda';
import { TOOLS } from './control-plane/tools';
import type { Processes } from './machine/processes';

export interface ClusterUnderTest {
  readonly client: KubeClient;
  readonly kubeconfig: string;
  /** Undefined where the cluster was given. */
  readonly plane: ControlPlane | undefined;
  readonly crds: readonly InstalledCrds[];
}

export interface OwnCluster extends ClusterUnderTest {
  readonly plane: ControlPlane;
}

export async function startCluster(folder: string, processes: Processes): Promise<OwnCluster> {
  const plane = await ControlPlane.start(folder, await buildTools(TOOLS), processes);
  const crds = await installCrds(plane.client);
  await startKeda(plane);
  return { client: plane.client, kubeconfig: plane.kubeconfig, plane, crds };
}

/** A second one beside it, with the same definitions. */
export function startSecondCluster({ plane }: OwnCluster, name: string): Promise<OwnCluster> {
  return startCluster(path.join(plane.folder, name), plane.processes.scoped(name));
}

/** It must have the nodes of the examples and KEDA; missing definitions are installed. */
export async function givenCluster(kubeconfig: string): Promise<ClusterUnderTest> {
  const connection = readKubeconfig(kubeconfig);
  console.log(`cluster: ${connection.server} (${kubeconfig})`);
  const client = new KubeClient(connection);
  return { client, kubeconfig, plane: undefined, crds: await addMissingCrds(client) };
}
