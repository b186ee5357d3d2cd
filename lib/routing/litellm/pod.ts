/** The LiteLLM pod: one worker, non-root, read-only root, closed off from the internet. */
import { imageReference, Pins } from '../../catalog/pins';
import type { SecretRef } from '../../core/secret-ref';
import { onCpuNodes } from '../../platform/placement';
import type { PodImages } from '../../platform/pod-images';
import { LEAVING_SECONDS, leaving, spreadOverNodes } from '../../platform/workload-objects';
import { proxyEnv } from '../../security/outside';
import { containerSecurity, restrictedPod } from '../../security/pod-hardening';
import { mounted } from '../../security/volume';
import type { Workload } from '../../security/workload';
import { toEnv } from '../../terraform/env';
import type { DeploymentV1SpecTemplateSpec, DeploymentV1SpecTemplateSpecContainer } from '../../terraform/kubernetes';
import type { ITracing } from '../../tracing/contract';
import type { Route } from '../routes';
import { countsStoreOf } from './counts-store';
import { databaseEnv } from './database/database-env';
import { type ExternalModels, externalKeys } from './external-deployment';
import { guardrailSecrets } from './guardrails';
import { CONFIG_FOLDER, ROUTER_PORT, RUN_AS, WRITABLE, writableFolders } from './pod-folders';
import { poolKeys } from './pool-keys';
import type { LiteLLMRouterSpec } from './router-props';

export const PORT_NAME = 'http';
/** With the slash: LiteLLM answers the path without it with a redirect. */
export const METRICS_PATH = '/metrics/';
export const CONFIG_FILE = 'config.yaml';

/** Seconds after the last request until the process has ended. */
const EXIT_SECONDS = 15;
/** Longer than the engines keep idle connections would end in resets; they keep them for 130 s. */
const KEEP_ALIVE_SECONDS = 120;

/** What the pod of a router is made of. */
export interface RenderedRouterPod {
  readonly name: string;
  readonly workload: Workload;
  readonly spec: LiteLLMRouterSpec;
  readonly masterKey: SecretRef;
  /** Encrypts what the router keeps in its database; it must never change. */
  readonly saltKey: SecretRef;
  /** External models by alias; more come with the roles of fleets. */
  externalModels(): ExternalModels;
  /** Variables with the keys of the clients; more come while clients are wired. */
  clientSecrets(): Readonly<Record<string, SecretRef>>;
  /** Routes to pools; more come while fleets are wired. */
  routes(): readonly Route[];
  readonly images: PodImages;
  /** Where its spans go; known once a fleet has said so. */
  tracing(): ITracing | undefined;
}

/** Between two questions whether a router takes requests. */
export const HEALTH_INTERVAL_SECONDS = 10;

export function routerPod(router: RenderedRouterPod): DeploymentV1SpecTemplateSpec {
  return {
    serviceAccountName: router.name,
    ...router.images.pullSecrets(),
    ...restrictedPod(RUN_AS, router.workload.namespace),
    ...onCpuNodes(router.workload),
    terminationGracePeriodSeconds: LEAVING_SECONDS + router.spec.requestTimeoutSeconds + EXIT_SECONDS,
    topologySpreadConstraint: spreadOverNodes(router.workload),
    container: [container(router)],
    volume: [
      { name: 'config', configMap: { name: router.name } },
      { name: 'writable', emptyDir: { sizeLimit: '512Mi' } },
      { name: 'tmp', emptyDir: { sizeLimit: '512Mi' } },
      ...certificates(router).volume,
    ],
  };
}

function container(router: RenderedRouterPod): DeploymentV1SpecTemplateSpecContainer {
  const { cpu = '1', memory = '4Gi' } = router.spec.resources ?? {};
  const size = { cpu, memory, 'ephemeral-storage': '1Gi' };
  return {
    name: 'litellm',
    image: router.images.pull(imageReference(Pins.images.litellm)),
    imagePullPolicy: 'IfNotPresent',
    args: ['--config', `${CONFIG_FOLDER}/${CONFIG_FILE}`, '--host', '0.0.0.0', '--port', String(ROUTER_PORT), '--num_workers', '1'],
    env: toEnv(environment(router)),
    port: [{ name: PORT_NAME, containerPort: ROUTER_PORT, protocol: 'TCP' }],
    resources: { requests: size, limits: size },
    securityContext: containerSecurity(RUN_AS, router.workload.namespace),
    volumeMount: [
      { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
      { name: 'writable', mountPath: WRITABLE },
      { name: 'tmp', mountPath: '/tmp' },
      ...certificates(router).volumeMount,
    ],
    startupProbe: { ...probe('liveliness'), periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...probe('readiness'), periodSeconds: HEALTH_INTERVAL_SECONDS, failureThreshold: 3 },
    livenessProbe: { ...probe('liveliness'), periodSeconds: 15, failureThreshold: 4 },
    lifecycle: leaving(LEAVING_SECONDS),
  };
}

/** By which it checks a collector, a database and a store. */
const certificates = (router: RenderedRouterPod) =>
  mounted([router.tracing(), router.spec.database, router.spec.sessionStore].flatMap((service) => service?.volumes ?? []));

/** `/health` itself calls every model and is not a probe. LiteLLM spells it "liveliness". */
function probe(check: 'liveliness' | 'readiness') {
  return { httpGet: { path: `/health/${check}`, port: PORT_NAME, scheme: 'HTTP' }, timeoutSeconds: 5, successThreshold: 1 };
}

function environment(router: RenderedRouterPod): Record<string, string | SecretRef> {
  const password = countsStoreOf(router.spec, router.workload)?.login.password;
  return {
    LITELLM_MASTER_KEY: router.masterKey,
    ...checkedKeys(router),
    ...(password === undefined ? {} : { REDIS_PASSWORD: password }),
    ...externalKeys(router.externalModels()),
    ...poolKeys(router.routes()),
    ...proxyEnv(router.workload.namespace, leavesCluster(router)),
    ...guardrailSecrets(router.spec.guardrails),
    LITELLM_MODE: 'PRODUCTION',
    LITELLM_LOG: 'ERROR',
    // Two names for one wish, before and after 1.109: fetch no price lists from the outside.
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    LITELLM_OFFLINE_MODE: 'true',
    DISABLE_ADMIN_UI: 'True',
    GRACEFUL_SHUTDOWN_TIMEOUT: String(router.spec.requestTimeoutSeconds),
    AIOHTTP_KEEPALIVE_TIMEOUT: String(KEEP_ALIVE_SECONDS),
    ...router.tracing()?.clientEnv(router.workload),
    ...writableFolders(),
  };
}

/** Keys of the clients are variables of the pod, or rows of its database, whose tables a Job makes. */
function checkedKeys({
  spec: { database },
  workload,
  saltKey,
  clientSecrets,
}: RenderedRouterPod): Readonly<Record<string, string | SecretRef>> {
  if (database === undefined) return clientSecrets();
  return { ...databaseEnv(database, workload), DISABLE_SCHEMA_UPDATE: 'true', LITELLM_SALT_KEY: saltKey };
}

/** A model of a provider, or a collector of spans, lies at any public address. */
const leavesCluster = (router: RenderedRouterPod): boolean =>
  Object.values(router.externalModels()).some(({ ranges }) => ranges.length === 0) || router.tracing()?.overInternet === true;
