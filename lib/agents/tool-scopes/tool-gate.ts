/** The container beside an MCP server through which scoped clients reach it, with what it needs of the pod. */
import type { Construct } from 'constructs';
import { imageReference, Pins } from '../../catalog/pins';
import { shortHash } from '../../core/names';
import { toYaml } from '../../core/yaml';
import type { PodImages } from '../../platform/pod-images';
import { drain, LEAVING_SECONDS } from '../../routing/affinity/proxy-pod';
import { containerSecurity } from '../../security/pod-hardening';
import type { Workload } from '../../security/workload';
import { ConfigMapV1, type DeploymentV1SpecTemplateSpecContainer } from '../../terraform/kubernetes';
import type { BesideContainer } from '../cpu-pods';
import { GATE, type GatedServer, gateConfig, READY_PATH } from './gate-config';
import { GATE_PORTS } from './tool-scope-props';

/** User `envoy` of the image. */
const RUN_AS = { user: 101, group: 101 };
const FOLDER = '/etc/agent-fleet-gate';
const FILE = 'envoy.yaml';
const VOLUME = 'tool-gate';
/** Measured with two workers: 17 MiB of its own and 54 MiB of its program, which the kernel shares and gives back; a message takes up to 1 MiB. */
const RESOURCES = { cpu: '100m', memory: '256Mi' };

/** Name of the port of a scope: at most 15 characters. */
export const scopePortName = (port: number): string => `tools-${port}`;

/** Whose pods the gate stands in. */
export interface GatedPods extends GatedServer {
  readonly scope: Construct;
  readonly workload: Workload;
  readonly images: PodImages;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> };
}

export function toolGate(pods: GatedPods): BesideContainer {
  const config = toYaml(gateConfig(pods));
  const name = `${pods.metadata.name}-tools`;
  const dependsOn = [pods.workload.namespace.resource];
  new ConfigMapV1(pods.scope, 'tool-gate', { metadata: { ...pods.metadata, name }, data: { [FILE]: config }, dependsOn });
  return {
    container: container(pods),
    leavingSeconds: LEAVING_SECONDS,
    volume: { name: VOLUME, configMap: { name } },
    // Envoy reads its configuration at the start; a changed hash starts new pods.
    annotations: { 'agent-fleet/tool-scopes-hash': shortHash(config) },
    ports: Object.values(pods.scopes).map(({ port }) => ({ name: scopePortName(port), port })),
  };
}

function container({ images, workload, scopes }: GatedPods): DeploymentV1SpecTemplateSpecContainer {
  return {
    name: VOLUME,
    image: images.pull(imageReference(Pins.images.envoy)),
    imagePullPolicy: 'IfNotPresent',
    command: ['envoy'],
    args: ['--config-path', `${FOLDER}/${FILE}`, '--concurrency', '2', '--log-level', 'warning', '--disable-hot-restart'],
    port: [
      ...Object.values(scopes).map(({ port }) => ({ name: scopePortName(port), containerPort: port, protocol: 'TCP' })),
      { name: 'gate-status', containerPort: GATE_PORTS.status, protocol: 'TCP' },
    ],
    resources: {
      requests: { ...RESOURCES, 'ephemeral-storage': '64Mi' },
      limits: { memory: RESOURCES.memory, 'ephemeral-storage': '64Mi' },
    },
    securityContext: containerSecurity(RUN_AS, workload.namespace),
    volumeMount: [
      { name: VOLUME, mountPath: FOLDER, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
    startupProbe: { ...ready(), periodSeconds: 2, failureThreshold: 30 },
    readinessProbe: { ...ready(), periodSeconds: 5, failureThreshold: 2 },
    livenessProbe: { ...ready(), periodSeconds: 10, failureThreshold: 6 },
    lifecycle: { preStop: [{ exec: { command: ['bash', '-c', drain(GATE)] } }] },
  };
}

const ready = () => ({
  httpGet: { path: READY_PATH, port: 'gate-status', scheme: 'HTTP' },
  timeoutSeconds: 3,
  successThreshold: 1,
});
