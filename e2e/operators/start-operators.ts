/** Operators beside the control plane, as plain processes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubeObject } from '../cluster/kube-object';
import type { ControlPlane } from '../control-plane/control-plane';
import { freePorts } from '../machine/free-ports';
import { isOpen } from '../machine/open-port';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { registerWebhooks, serverCertificate, type Webhook } from './webhooks';

export interface Operators {
  readonly plane: ControlPlane;
  readonly processes: Processes;
  /** Folder with the built programs. */
  readonly tools: string;
  /** Folder for what they read. */
  readonly folder: string;
}

const BOTH = ['CREATE', 'UPDATE'] as const;

/** Go programs never send loopback through a proxy, so the API server is reached directly. */
export async function startKubeRay({ plane, processes, tools }: Operators, httpProxy: string): Promise<void> {
  const [metrics, health] = await freePorts(2);
  const env = { ...process.env, KUBECONFIG: plane.kubeconfig, HTTP_PROXY: httpProxy, http_proxy: httpProxy, NO_PROXY: '', no_proxy: '' };
  const args = ['--enable-leader-election=false', `--metrics-addr=127.0.0.1:${metrics}`, `--health-probe-bind-address=127.0.0.1:${health}`];
  processes.start('kuberay', path.join(tools, 'ray-operator'), args, { env });
  await listens(processes, 'kuberay', health);
}

const GROUP_WEBHOOKS: readonly Webhook[] = [
  { kind: 'Mutating', path: '/mutate-leaderworkerset-x-k8s-io-v1-leaderworkerset', ...groups(), operations: BOTH },
  { kind: 'Mutating', path: '/mutate--v1-pod', group: '', resource: 'pods', operations: ['CREATE'] },
  { kind: 'Validating', path: '/validate-leaderworkerset-x-k8s-io-v1-leaderworkerset', ...groups(), operations: BOTH },
  { kind: 'Validating', path: '/validate--v1-pod', group: '', resource: 'pods', operations: BOTH },
];

function groups() {
  return { group: 'leaderworkerset.x-k8s.io', resource: 'leaderworkersets' } as const;
}

/** Its webhooks write on the pods what their programs read. */
export async function startLeaderWorkerSet(operators: Operators, namespace: string): Promise<readonly KubeObject[]> {
  const { plane, processes, tools, folder } = operators;
  const [port, health] = await freePorts(2);
  const certDir = serverCertificate(plane, path.join(folder, 'lws-webhook'), { certificate: 'tls.crt', key: 'tls.key' });
  const config = path.join(folder, 'leader-worker-set.json');
  const configuration = {
    apiVersion: 'config.lws.x-k8s.io/v1alpha1',
    kind: 'Configuration',
    leaderElection: { leaderElect: false },
    internalCertManagement: { enable: false },
    webhook: { host: '127.0.0.1', port, certDir },
    health: { healthProbeBindAddress: `127.0.0.1:${health}` },
    metrics: { bindAddress: '0' },
  };
  fs.writeFileSync(config, JSON.stringify(configuration));
  const env = { ...process.env, KUBECONFIG: plane.kubeconfig, POD_NAMESPACE: 'default' };
  processes.start('leader-worker-set', path.join(tools, 'lws'), [`--config=${config}`], { env });
  await listens(processes, 'leader-worker-set', port);
  return registerWebhooks({ plane, operator: 'leader-worker-set', namespace, port }, GROUP_WEBHOOKS);
}

const postgres = (kind: Webhook['kind'], singular: string): Webhook => ({
  kind,
  path: `/${kind === 'Mutating' ? 'mutate' : 'validate'}-postgresql-cnpg-io-v1-${singular}`,
  group: 'postgresql.cnpg.io',
  resource: `${singular}s`,
  operations: BOTH,
});

/** The image is the one that its chart runs: it is that of a container in each pod of a server. */
export async function startCloudNativePg(operators: Operators, namespace: string, image: string): Promise<readonly KubeObject[]> {
  const { plane, processes, tools, folder } = operators;
  const [port] = await freePorts(1);
  const env = {
    ...process.env,
    KUBECONFIG: plane.kubeconfig,
    OPERATOR_NAMESPACE: 'default',
    OPERATOR_IMAGE_NAME: image,
    WEBHOOK_CERT_DIR: serverCertificate(plane, path.join(folder, 'cnpg-webhook'), { certificate: 'apiserver.crt', key: 'apiserver.key' }),
  };
  const args = ['controller', '--metrics-bind-address=0', `--webhook-port=${port}`];
  processes.start('cloudnative-pg', path.join(tools, 'cloudnative-pg'), args, { env, cwd: programsOfServers(operators) });
  await listens(processes, 'cloudnative-pg', port);
  return registerWebhooks({ plane, operator: 'cloudnative-pg', namespace, port }, [
    postgres('Mutating', 'cluster'),
    ...['cluster', 'pooler', 'database'].map((singular) => postgres('Validating', singular)),
  ]);
}

/** It tells each server the hash of the program that its image has for the processor. @returns the folder that it looks from */
function programsOfServers({ tools, folder }: Operators): string {
  const root = path.join(folder, 'cnpg');
  fs.mkdirSync(path.join(root, 'operator'), { recursive: true });
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  fs.symlinkSync(path.join(tools, 'cloudnative-pg'), path.join(root, 'operator', `manager_${architecture}`));
  return root;
}

/** Without its webhooks, whose port is fixed: two runs on one machine would want it. */
export async function startRabbitMqOperator({ plane, processes, tools }: Operators): Promise<void> {
  const [health] = await freePorts(1);
  const env = { ...process.env, KUBECONFIG: plane.kubeconfig, OPERATOR_NAMESPACE: 'default', ENABLE_WEBHOOKS: 'false' };
  const args = ['--metrics-bind-address=0', `--health-probe-bind-address=127.0.0.1:${health}`];
  processes.start('rabbitmq-operator', path.join(tools, 'rabbitmq-operator'), args, { env });
  await listens(processes, 'rabbitmq-operator', health);
}

async function listens(processes: Processes, name: string, port: number): Promise<void> {
  const asked = async () => {
    processes.assertRunning(name);
    return (await isOpen(port)) ? true : undefined;
  };
  await waitFor(`${name} to listen`, asked, { seconds: 60 });
}
