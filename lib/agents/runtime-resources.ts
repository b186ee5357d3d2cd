/** The Kubernetes objects of an agent runtime. */
import type { Construct } from 'constructs';
import type { SecretRef } from '../core/secret-ref';
import { cpuPlacement } from '../platform/placement';
import { objectLabels } from '../security/labels';
import { containerSecurity, podSecurity } from '../security/pod-hardening';
import type { Workload } from '../security/workload';
import { toEnv } from '../terraform/env';
import {
  DeploymentV1,
  type DeploymentV1SpecTemplateSpec,
  type DeploymentV1SpecTemplateSpecContainer,
  PodDisruptionBudgetV1,
  ServiceAccountV1,
  ServiceV1,
} from '../terraform/kubernetes';
import type { AgentRuntimeSpec } from './agent-runtime-props';

/** First user id above those that base images use themselves. */
const DEFAULT_USER = 10_001;
const PORT_NAME = 'http';

/** What the objects of a runtime are made of. */
export interface RenderedRuntime {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly name: string;
  /** Id of the stack. */
  readonly partOf: string;
  readonly workload: Workload;
  readonly spec: AgentRuntimeSpec;
  /** Variables that services and the fleet set. */
  readonly providedEnv: Readonly<Record<string, string | SecretRef>>;
}

export function renderRuntime(runtime: RenderedRuntime): void {
  const meta = metadata(runtime);
  const dependsOn = [runtime.workload.namespace.resource];
  const account = new ServiceAccountV1(runtime.scope, 'service-account', {
    metadata: meta,
    automountServiceAccountToken: false,
    dependsOn,
  });
  const replicas = runtime.spec.replicas ?? 2;
  new DeploymentV1(runtime.scope, 'deployment', {
    metadata: meta,
    spec: {
      replicas: String(replicas),
      selector: { matchLabels: { ...runtime.workload.selector } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1', maxUnavailable: '0' } },
      template: { metadata: { labels: meta.labels }, spec: pod(runtime) },
    },
    waitForRollout: false,
    dependsOn: [account],
  });
  if (runtime.spec.port !== undefined) renderService(runtime, runtime.spec.port);
  if (replicas > 1) {
    new PodDisruptionBudgetV1(runtime.scope, 'disruption-budget', {
      metadata: meta,
      spec: { maxUnavailable: '1', selector: { matchLabels: { ...runtime.workload.selector } } },
      dependsOn,
    });
  }
}

function metadata(runtime: RenderedRuntime) {
  return {
    name: runtime.name,
    namespace: runtime.workload.namespace.name,
    labels: { ...objectLabels(runtime.name, 'agent-runtime', runtime.partOf), 'agent-fleet/framework': runtime.spec.framework },
  };
}

function pod(runtime: RenderedRuntime): DeploymentV1SpecTemplateSpec {
  const runAs = runAsOf(runtime);
  const placement = cpuPlacement();
  return {
    serviceAccountName: runtime.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurity(runAs),
    affinity: placement.affinity,
    terminationGracePeriodSeconds: 60,
    topologySpreadConstraint: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: [{ matchLabels: { ...runtime.workload.selector } }],
      },
    ],
    container: [container(runtime)],
    volume: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
  };
}

function container(runtime: RenderedRuntime): DeploymentV1SpecTemplateSpecContainer {
  const { spec } = runtime;
  const memory = spec.resources?.memory ?? '1Gi';
  return {
    name: 'agents',
    image: spec.image,
    imagePullPolicy: 'IfNotPresent',
    ...(spec.args === undefined ? {} : { args: [...spec.args] }),
    env: toEnv({ ...runtime.providedEnv, ...spec.env }),
    resources: {
      requests: { cpu: spec.resources?.cpu ?? '1', memory, 'ephemeral-storage': '2Gi' },
      limits: { memory, 'ephemeral-storage': '2Gi' },
    },
    securityContext: containerSecurity(runAsOf(runtime)),
    volumeMount: [{ name: 'tmp', mountPath: '/tmp' }],
    ...(spec.port === undefined ? {} : servingParts(spec.port, spec.healthPath)),
  };
}

function servingParts(port: number, healthPath: string | undefined): Partial<DeploymentV1SpecTemplateSpecContainer> {
  const check = healthPath === undefined ? { tcpSocket: [{ port: PORT_NAME }] } : { httpGet: { path: healthPath, port: PORT_NAME } };
  return {
    port: [{ name: PORT_NAME, containerPort: port, protocol: 'TCP' }],
    startupProbe: { ...check, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...check, periodSeconds: 10, failureThreshold: 3 },
    livenessProbe: { ...check, periodSeconds: 20, failureThreshold: 6 },
  };
}

function runAsOf(runtime: RenderedRuntime) {
  const user = runtime.spec.runAsUser ?? DEFAULT_USER;
  return { user, group: user };
}

function renderService(runtime: RenderedRuntime, port: number): void {
  new ServiceV1(runtime.scope, 'service', {
    metadata: metadata(runtime),
    spec: {
      type: 'ClusterIP',
      selector: { ...runtime.workload.selector },
      port: [{ name: PORT_NAME, port, targetPort: PORT_NAME, protocol: 'TCP' }],
    },
    waitForLoadBalancer: false,
    dependsOn: [runtime.workload.namespace.resource],
  });
}
