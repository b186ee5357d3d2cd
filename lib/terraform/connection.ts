/** What both providers need to reach a cluster, and how each of them writes it. */
import { keptKeys } from './engine';
import type { HelmProviderConfig } from './helm';
import type { KubernetesProviderConfig } from './kubernetes';

/** A program that prints a credential for the API server. */
export interface ExecProgram {
  readonly apiVersion: string;
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** What both providers need to reach a cluster. */
export interface Connection {
  readonly configPath?: string;
  readonly configContext?: string;
  readonly host?: string;
  readonly token?: string;
  readonly clusterCaCertificate?: string;
  readonly exec?: ExecProgram;
}

/** `exec` is a block of the Kubernetes provider, hence a list. */
export function kubernetesConfig({ exec, ...connection }: Connection): KubernetesProviderConfig {
  return { ...connection, ...(exec === undefined ? {} : { exec: [written(exec)] }) };
}

/** The Helm provider takes all of it as one object. */
export function helmConfig({ exec, ...connection }: Connection): HelmProviderConfig {
  return { kubernetes: { ...connection, ...(exec === undefined ? {} : { exec: written(exec) }) } };
}

function written({ apiVersion, command, args, env }: ExecProgram) {
  return { apiVersion, command, ...(args === undefined ? {} : { args: [...args] }), ...(env === undefined ? {} : { env: keptKeys(env) }) };
}
