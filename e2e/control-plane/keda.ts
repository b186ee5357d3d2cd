/** Starts the real KEDA operator and its metrics adapter beside the control plane, as plain processes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubeObject } from '../cluster/kube-object';
import { freePorts } from '../machine/free-ports';
import { waitFor } from '../machine/wait';
import type { ControlPlane } from './control-plane';

/** Not `keda`: that namespace belongs to the platform stack under test. */
export const SYSTEM_NAMESPACE = 'e2e-system';

export interface KedaOptions {
  /** Proxy through which the operator reaches addresses inside the cluster, e.g. Prometheus. */
  readonly httpProxy?: string;
}

export async function startKeda(plane: ControlPlane, options: KedaOptions = {}): Promise<void> {
  const ports = await kedaPorts();
  const certificates = certificateFolder(plane);
  const env = { ...process.env, ...kedaEnvironment(plane), ...(options.httpProxy === undefined ? {} : proxied(options.httpProxy)) };
  await plane.client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM_NAMESPACE } });
  plane.processes.start('keda-operator', plane.binary('keda-operator'), operatorArgs(certificates, ports), { env });
  plane.processes.start('keda-adapter', plane.binary('keda-adapter'), adapterArgs(plane, certificates, ports), { env });
  for (const object of registration(plane, ports.adapter)) await plane.client.apply(object, 'e2e', { force: true });
  await waitFor('the KEDA operator', () => ready(plane, ports.health), { seconds: 60 });
}

export async function stopKeda(plane: ControlPlane): Promise<void> {
  await plane.processes.end('keda-adapter');
  await plane.processes.end('keda-operator');
}

async function ready(plane: ControlPlane, port: number): Promise<true | undefined> {
  plane.processes.assertRunning('keda-operator');
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  return answer?.ok === true ? true : undefined;
}

async function kedaPorts() {
  const [metrics, health, service, adapter, adapterMetrics] = await freePorts(5);
  return { metrics, health, service, adapter, adapterMetrics };
}
type KedaPorts = Awaited<ReturnType<typeof kedaPorts>>;

function kedaEnvironment(plane: ControlPlane): NodeJS.ProcessEnv {
  return {
    KUBECONFIG: plane.kubeconfig,
    POD_NAMESPACE: SYSTEM_NAMESPACE,
    KEDA_CLUSTER_OBJECT_NAMESPACE: SYSTEM_NAMESPACE,
    WATCH_NAMESPACE: '',
  };
}

/** Go programs never send loopback through a proxy, so the API server is reached directly. */
const proxied = (url: string): NodeJS.ProcessEnv => ({ HTTP_PROXY: url, http_proxy: url, NO_PROXY: '', no_proxy: '' });

function certificateFolder(plane: ControlPlane): string {
  const folder = path.join(plane.folder, 'keda-certificates');
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(plane.pki('keda.crt'), path.join(folder, 'tls.crt'));
  fs.copyFileSync(plane.pki('keda.key'), path.join(folder, 'tls.key'));
  fs.copyFileSync(plane.pki('ca.crt'), path.join(folder, 'ca.crt'));
  return folder;
}

function operatorArgs(certificates: string, ports: KedaPorts): string[] {
  return [
    '--leader-elect=false',
    '--enable-cert-rotation=false',
    '--enable-webhook-patching=false',
    '--enable-apiservice-patching=false',
    `--cert-dir=${certificates}`,
    `--metrics-bind-address=127.0.0.1:${ports.metrics}`,
    `--health-probe-bind-address=127.0.0.1:${ports.health}`,
    `--metrics-service-bind-address=127.0.0.1:${ports.service}`,
  ];
}

function adapterArgs(plane: ControlPlane, certificates: string, ports: KedaPorts): string[] {
  return [
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.adapter}`,
    `--port=${ports.adapterMetrics}`,
    `--metrics-service-address=localhost:${ports.service}`,
    `--client-ca-file=${plane.pki('ca.crt')}`,
    `--requestheader-client-ca-file=${plane.pki('front-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy',
    `--tls-cert-file=${certificates}/tls.crt`,
    `--tls-private-key-file=${certificates}/tls.key`,
    `--cert-dir=${certificates}`,
    `--authentication-kubeconfig=${plane.kubeconfig}`,
    `--authorization-kubeconfig=${plane.kubeconfig}`,
    `--lister-kubeconfig=${plane.kubeconfig}`,
    '--zap-log-level=error',
  ];
}

/** The adapter runs outside of the cluster: an external name leads the API server to loopback. */
function registration(plane: ControlPlane, port: number): KubeObject[] {
  const service = { name: 'keda-adapter', namespace: SYSTEM_NAMESPACE };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: service, spec: { type: 'ExternalName', externalName: 'localhost' } },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.external.metrics.k8s.io' },
      spec: {
        group: 'external.metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        caBundle: fs.readFileSync(plane.pki('ca.crt')).toString('base64'),
        service: { ...service, port },
      },
    },
  ];
}
