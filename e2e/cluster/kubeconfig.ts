/** Reads and writes kubeconfig files: what the harness needs to talk to the API server, and what it hands to the programs it starts. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';

export interface Connection {
  readonly server: string;
  readonly ca?: Buffer;
  readonly certificate?: Buffer;
  readonly key?: Buffer;
  readonly token?: string;
  readonly insecure?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
interface Named {
  readonly name: string;
  readonly cluster?: Fields;
  readonly user?: Fields;
  readonly context?: { readonly cluster: string; readonly user: string };
}
interface KubeconfigFile {
  readonly 'current-context'?: string;
  readonly clusters?: readonly Named[];
  readonly users?: readonly Named[];
  readonly contexts?: readonly Named[];
}

/**
 * The connection of the current context.
 * @throws Error when the file names no context, or an authentication that the harness does not know
 */
export function readKubeconfig(file: string): Connection {
  const config = parse(fs.readFileSync(file, 'utf8')) as KubeconfigFile;
  const context = config.contexts?.find(({ name }) => name === config['current-context'])?.context;
  const cluster = config.clusters?.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config.users?.find(({ name }) => name === context?.user)?.user ?? {};
  const server = cluster?.['server'];
  if (cluster === undefined || typeof server !== 'string') throw new Error(`${file} has no current context with a cluster`);
  const folder = path.dirname(file);
  const certificate = content(user, 'client-certificate', folder);
  const key = content(user, 'client-key', folder);
  const ca = content(cluster, 'certificate-authority', folder);
  const token = tokenOf(user);
  return {
    server,
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(token === undefined ? {} : { token }),
    ...(cluster['insecure-skip-tls-verify'] === true ? { insecure: true } : {}),
  };
}

/** A field is either a path or, as `…-data`, the content in base64. */
function content(fields: Fields, name: string, folder: string): Buffer | undefined {
  const data = fields[`${name}-data`];
  if (typeof data === 'string') return Buffer.from(data, 'base64');
  const file = fields[name];
  return typeof file === 'string' ? fs.readFileSync(path.resolve(folder, file)) : undefined;
}

function tokenOf(user: Fields): string | undefined {
  if (typeof user['token'] === 'string') return user['token'];
  if (typeof user['tokenFile'] === 'string') return fs.readFileSync(user['tokenFile'], 'utf8').trim();
  const exec = user['exec'] as { command: string; args?: string[]; env?: { name: string; value: string }[] } | undefined;
  if (exec === undefined) return undefined;
  const env = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
  const answer = JSON.parse(execFileSync(exec.command, exec.args ?? [], { env: { ...process.env, ...env }, encoding: 'utf8' })) as {
    status?: { token?: string };
  };
  return answer.status?.token;
}

/** Writes the connection under every context name that a stack may ask for. */
export function writeKubeconfig(file: string, connection: Connection, contexts: readonly string[]): void {
  const data = (buffer: Buffer | undefined) => buffer?.toString('base64');
  const cluster = {
    server: connection.server,
    'certificate-authority-data': data(connection.ca),
    'insecure-skip-tls-verify': connection.insecure,
  };
  const user = {
    token: connection.token,
    'client-certificate-data': data(connection.certificate),
    'client-key-data': data(connection.key),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contexts[0],
    clusters: [{ name: 'e2e', cluster }],
    users: [{ name: 'e2e', user }],
    contexts: contexts.map((name) => ({ name, context: { cluster: 'e2e', user: 'e2e' } })),
  };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(config, null, 2), { mode: 0o600 });
}
