/** The pod of the session proxy: Envoy, non-root, read-only root; it ends when the answers in flight have ended. */
import { imageReference, Pins } from '../../catalog/pins';
import { onCpuNodes } from '../../platform/placement';
import type { PodImages } from '../../platform/pod-images';
import { spreadOverNodes } from '../../platform/workload-objects';
import { containerSecurity, restrictedPod } from '../../security/pod-hardening';
import type { Workload } from '../../security/workload';
import type { DeploymentV1SpecTemplateSpec, DeploymentV1SpecTemplateSpecContainer } from '../../terraform/kubernetes';
import { ADMIN_PORT, LISTENER, PROXY_PORT, READY_PATH, STATUS_PORT } from './envoy-config';
import type { SessionAffinity } from './session-affinity';

export const CONFIG_FILE = 'envoy.yaml';
export const PROXY_PORT_NAME = 'http';
export const STATUS_PORT_NAME = 'status';

const CONFIG_FOLDER = '/etc/envoy';
/** User `envoy` of the image. */
const RUN_AS = { user: 101, group: 101 };
/** Until the pod has left the endpoints of its Service everywhere. */
export const LEAVING_SECONDS = 10;

export interface RenderedProxyPod {
  readonly name: string;
  readonly workload: Workload;
  readonly affinity: SessionAffinity;
  /** Longest answer that the router waits for. */
  readonly requestTimeoutSeconds: number;
  readonly images: PodImages;
}

export function proxyPod(proxy: RenderedProxyPod): DeploymentV1SpecTemplateSpec {
  return {
    serviceAccountName: proxy.name,
    ...proxy.images.pullSecrets(),
    ...restrictedPod(RUN_AS, proxy.workload.namespace),
    ...onCpuNodes(proxy.workload),
    terminationGracePeriodSeconds: LEAVING_SECONDS + proxy.requestTimeoutSeconds + LEAVING_SECONDS,
    topologySpreadConstraint: spreadOverNodes(proxy.workload),
    container: [container(proxy)],
    volume: [
      { name: 'config', configMap: { name: proxy.name } },
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
    ],
  };
}

function container(proxy: RenderedProxyPod): DeploymentV1SpecTemplateSpecContainer {
  const { cpu = '1', memory = '512Mi' } = proxy.affinity.resources ?? {};
  return {
    name: 'envoy',
    image: proxy.images.pull(imageReference(Pins.images.envoy)),
    imagePullPolicy: 'IfNotPresent',
    command: ['envoy'],
    args: ['--config-path', `${CONFIG_FOLDER}/${CONFIG_FILE}`, '--concurrency', '2', '--log-level', 'warning', ...DRAIN_ARGS],
    port: [
      { name: PROXY_PORT_NAME, containerPort: PROXY_PORT, protocol: 'TCP' },
      { name: STATUS_PORT_NAME, containerPort: STATUS_PORT, protocol: 'TCP' },
    ],
    resources: { requests: { cpu, memory }, limits: { cpu, memory } },
    securityContext: containerSecurity(RUN_AS, proxy.workload.namespace),
    volumeMount: [
      { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
    startupProbe: { ...ready(), periodSeconds: 2, failureThreshold: 30 },
    readinessProbe: { ...ready(), periodSeconds: 5, failureThreshold: 2 },
    livenessProbe: { ...ready(), periodSeconds: 10, failureThreshold: 6 },
    lifecycle: { preStop: [{ exec: { command: ['bash', '-c', drain(LISTENER)] } }] },
  };
}

const ready = () => ({
  httpGet: { path: READY_PATH, port: STATUS_PORT_NAME, scheme: 'HTTP' },
  timeoutSeconds: 3,
  successThreshold: 1,
});

/** No hot restart, which wants shared memory; clients are told to close their connections at once when a drain begins. */
const DRAIN_ARGS = ['--disable-hot-restart', '--drain-time-s', String(LEAVING_SECONDS), '--drain-strategy', 'immediate'];

/**
 * Clients are told to go, new ones are still served until every node knows that the pod leaves, then the last answers end. Envoy itself ends at once.
 * @param counted after what its counters of requests are named
 */
export const drain = (counted: string): string =>
  [
    `ask() { exec 3<>/dev/tcp/127.0.0.1/${ADMIN_PORT}; printf '%s HTTP/1.1\\r\\nhost: admin\\r\\nconnection: close\\r\\ncontent-length: 0\\r\\n\\r\\n' "$1" >&3; cat <&3; }`,
    `ask 'POST /drain_listeners?graceful' >/dev/null`,
    `sleep ${LEAVING_SECONDS}`,
    `until ask 'GET /stats?filter=http.${counted}.downstream_rq_active' | grep -q 'downstream_rq_active: 0'; do sleep 1; done`,
  ].join('\n');
