/** Terraform where its providers can be had, else the Kubernetes view; and why. */
import * as path from 'node:path';
import type { KubeClient } from '../cluster/kube-client';
import type { Connection } from '../cluster/kubeconfig';
import type { FleetStack } from '../fleets/fleet-stack';
import { ServerSideApply } from './server-side-apply';
import { Terraform } from './terraform';
import type { Transport } from './transport';

export interface Choice {
  readonly transport: Transport;
  /** Why Terraform could not be used. */
  readonly fallback?: string;
}

/** @param probe A stack with every provider that the examples use */
export async function chooseTransport(
  client: KubeClient,
  connection: Connection,
  probe: FleetStack,
  folder: string,
  wanted?: 'terraform' | 'manifests',
): Promise<Choice> {
  const byView = new ServerSideApply(client);
  if (wanted === 'manifests') return { transport: byView, fallback: 'asked for by --transport manifests' };
  const terraform = new Terraform(connection);
  const init = await terraform.tryInit(probe, path.join(folder, 'terraform-probe'));
  if (init.ok) return { transport: terraform };
  if (wanted === 'terraform') throw new Error(`--transport terraform, but ${init.reason}`);
  return { transport: byView, fallback: init.reason };
}
