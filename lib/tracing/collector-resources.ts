/** The Kubernetes objects of a collector: configuration, Deployment, Service, disruption budget. Non-root, read-only root. */
import type { Construct } from 'constructs';
import { imageReference, Pins } from '../catalog/pins';
import type { SecretRef } from '../core/secret-ref';
import { onCpuNodes } from '../platform/placement';
import type { PodImages } from '../platform/pod-images';
import { renderDisruptionBudget, renderService, spreadOverNodes } from '../platform/workload-objects';
import { objectLabels } from '../security/labels';
import { proxyEnv } from '../security/outside';
import { containerSecurity, restrictedPod } from '../security/pod-hardening';
import { mounted, type Volume } from '../security/volume';
import type { Workload } from '../security/workload';
import { lazyHash, lazyText, quotedTokens } from '../terraform/engine';
import { toEnv } from '../terraform/env';
import {
  ConfigMapV1,
  DeploymentV1,
  type DeploymentV1SpecTemplateSpec,
  type DeploymentV1SpecTemplateSpecContainer,
  ServiceAccountV1,
} from '../terraform/kubernetes';
import { GRPC_PORT, HEALTH_PORT, KEY_VARIABLE, OTLP_PORT } from './collector-config';

const PORT_NAME = 'otlp';
const GRPC_PORT_NAME = 'otlp-grpc';
const CONFIG_FILE = 'config.yaml';
const FOLDER = '/etc/collector';
/** User of the image (Dockerfiles of opentelemetry-collector-releases). */
const RUN_AS = { user: 10_001, group: 10_001 };
/** Longer than the collector takes to send what it holds. */
const GRACE_SECONDS = 30;

/** What the objects are made of. */
export interface RenderedCollector {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  /** Id of the stack. */
  readonly partOf: string;
  readonly workload: Workload;
  readonly images: PodImages;
  readonly replicas: number;
  readonly resources: { readonly cpu?: string | undefined; readonly memory?: string | undefined } | undefined;
  /** The configuration as YAML; asked for when the stack is written. */
  config(): string;
  /** Key of the destination. */
  readonly key: SecretRef | undefined;
  /** The destination lies at any public address. */
  readonly overInternet: boolean;
  /** Certificates of the destination. */
  readonly volumes: readonly Volume[];
}

/** @returns the Deployment, and the Service that clients call */
export function renderCollector(collector: RenderedCollector) {
  const { scope, workload, partOf } = collector;
  const labels = objectLabels(workload.name, 'tracing', partOf, workload);
  const metadata = { name: workload.name, namespace: workload.namespace.name, labels };
  const dependsOn = [workload.namespace.resource];
  const data = { [CONFIG_FILE]: lazyText(() => quotedTokens(collector.config())) };
  const configMap = new ConfigMapV1(scope, 'config', { metadata, data, dependsOn });
  const account = new ServiceAccountV1(scope, 'service-account', { metadata, automountServiceAccountToken: false, dependsOn });
  const deployment = new DeploymentV1(scope, 'deployment', {
    metadata,
    spec: {
      replicas: String(collector.replicas),
      selector: { matchLabels: { ...workload.selector } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1', maxUnavailable: '0' } },
      template: {
        // The collector reads its configuration at the start; a changed hash starts new pods.
        metadata: { labels, annotations: { 'agent-fleet/config-hash': lazyHash(() => collector.config()) } },
        spec: pod(collector),
      },
    },
    waitForRollout: false,
    dependsOn: [configMap, account],
  });
  const objects = { scope, workload, metadata };
  const service = renderService(
    objects,
    { name: PORT_NAME, port: OTLP_PORT },
    { furtherPorts: [{ name: GRPC_PORT_NAME, port: GRPC_PORT }] },
  );
  renderDisruptionBudget(objects, collector.replicas);
  return { deployment, service };
}

function pod(collector: RenderedCollector): DeploymentV1SpecTemplateSpec {
  const { workload, images, volumes } = collector;
  return {
    serviceAccountName: workload.name,
    ...images.pullSecrets(),
    ...restrictedPod(RUN_AS, workload.namespace),
    ...onCpuNodes(workload),
    terminationGracePeriodSeconds: GRACE_SECONDS,
    topologySpreadConstraint: spreadOverNodes(workload),
    container: [container(collector)],
    volume: [{ name: 'config', configMap: { name: workload.name } }, ...mounted(volumes).volume],
  };
}

function container({ workload, images, resources, key, volumes, overInternet }: RenderedCollector): DeploymentV1SpecTemplateSpecContainer {
  const { cpu = '200m', memory = '512Mi' } = resources ?? {};
  const disk = { 'ephemeral-storage': '64Mi' };
  return {
    name: 'collector',
    image: images.pull(imageReference(Pins.images.otelCollector)),
    imagePullPolicy: 'IfNotPresent',
    args: [`--config=${FOLDER}/${CONFIG_FILE}`],
    env: toEnv({ ...proxyEnv(workload.namespace, overInternet), ...(key === undefined ? {} : { [KEY_VARIABLE]: key }) }),
    port: [
      { name: PORT_NAME, containerPort: OTLP_PORT, protocol: 'TCP' },
      { name: GRPC_PORT_NAME, containerPort: GRPC_PORT, protocol: 'TCP' },
    ],
    resources: { requests: { cpu, memory, ...disk }, limits: { memory, ...disk } },
    securityContext: containerSecurity(RUN_AS, workload.namespace),
    volumeMount: [{ name: 'config', mountPath: FOLDER, readOnly: true }, ...mounted(volumes).volumeMount],
    startupProbe: { ...healthy(), periodSeconds: 2, failureThreshold: 30 },
    readinessProbe: { ...healthy(), periodSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...healthy(), periodSeconds: 15, failureThreshold: 4 },
  };
}

const healthy = () => ({ httpGet: { path: '/', port: String(HEALTH_PORT), scheme: 'HTTP' }, timeoutSeconds: 3, successThreshold: 1 });
