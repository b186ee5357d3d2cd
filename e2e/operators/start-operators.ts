/** The controllers of KubeRay and of LeaderWorkerSet beside the control plane, as plain processes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubeObject } from '../cluster/kube-object';
import type { ControlPlane } from '../control-plane/control-plane';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';

const KUBERAY = 'kuberay';
const GROUPS = 'leader-worker-set';

export interface Operators {
  readonly plane: ControlPlane;
  readonly processes: Processes;
  /** Folder with the built programs. */
  readonly tools: string;
}

/** Go programs never send loopback through a proxy, so the API server is reached directly. */
export async function startKubeRay({ plane, processes, tools }: Operators, httpProxy: string): Promise<void> {
  const [metrics, health] = await freePorts(2);
  const env = { ...process.env, KUBECONFIG: plane.kubeconfig, HTTP_PROXY: httpProxy, http_proxy: httpProxy, NO_PROXY: '', no_proxy: '' };
  const args = ['--enable-leader-election=false', `--metrics-addr=127.0.0.1:${metrics}`, `--health-probe-bind-address=127.0.0.1:${health}`];
  processes.start(KUBERAY, path.join(tools, 'ray-operator'), args, { env });
  await waitFor('the KubeRay operator', () => ready(processes, KUBERAY, health), { seconds: 60 });
}

/** Its webhooks write on the pods what their programs read, so the API server has to reach them. */
export async function startLeaderWorkerSet(operators: Operators, namespace: string, folder: string): Promise<readonly KubeObject[]> {
  const { plane, processes, tools } = operators;
  const [webhooks, health] = await freePorts(2);
  const certificates = path.join(folder, 'webhook');
  fs.mkdirSync(certificates, { recursive: true });
  fs.copyFileSync(plane.pki('keda.crt'), path.join(certificates, 'tls.crt'));
  fs.copyFileSync(plane.pki('keda.key'), path.join(certificates, 'tls.key'));
  const config = path.join(folder, 'leader-worker-set.json');
  fs.writeFileSync(config, JSON.stringify(configuration(webhooks, certificates, health)));
  const env = { ...process.env, KUBECONFIG: plane.kubeconfig, POD_NAMESPACE: 'default' };
  processes.start(GROUPS, path.join(tools, 'lws'), [`--config=${config}`], { env });
  await waitFor('the LeaderWorkerSet controller', () => ready(processes, GROUPS, health), { seconds: 60 });
  const registered = registration(namespace, webhooks, fs.readFileSync(plane.pki('ca.crt')));
  for (const object of registered) await plane.client.apply(object, 'e2e', { force: true });
  return registered;
}

const configuration = (webhooks: number, certDir: string, health: number) => ({
  apiVersion: 'config.lws.x-k8s.io/v1alpha1',
  kind: 'Configuration',
  leaderElection: { leaderElect: false },
  internalCertManagement: { enable: false },
  webhook: { host: '127.0.0.1', port: webhooks, certDir },
  health: { healthProbeBindAddress: `127.0.0.1:${health}` },
  metrics: { bindAddress: '0' },
});

/** As its chart writes them, for one namespace. */
function registration(namespace: string, port: number, ca: Buffer): KubeObject[] {
  const groups = { apiGroups: ['leaderworkerset.x-k8s.io'], apiVersions: ['v1'], resources: ['leaderworkersets'] };
  const pods = { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
  const webhook = (name: string, place: string, rule: object, operations: readonly string[]) => ({
    name,
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    failurePolicy: 'Fail',
    clientConfig: { url: `https://127.0.0.1:${port}${place}`, caBundle: ca.toString('base64') },
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    rules: [{ ...rule, operations }],
  });
  const both = ['CREATE', 'UPDATE'];
  const of = (kind: string, webhooks: readonly object[]): KubeObject => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name: 'e2e-leader-worker-set' },
    webhooks,
  });
  return [
    of('MutatingWebhookConfiguration', [
      webhook('mleaderworkerset.kb.io', '/mutate-leaderworkerset-x-k8s-io-v1-leaderworkerset', groups, both),
      webhook('mpod.kb.io', '/mutate--v1-pod', pods, ['CREATE']),
    ]),
    of('ValidatingWebhookConfiguration', [
      webhook('vleaderworkerset.kb.io', '/validate-leaderworkerset-x-k8s-io-v1-leaderworkerset', groups, both),
      webhook('vpod.kb.io', '/validate--v1-pod', pods, both),
    ]),
  ];
}

async function ready(processes: Processes, name: string, port: number): Promise<true | undefined> {
  processes.assertRunning(name);
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  return answer?.ok === true ? true : undefined;
}
