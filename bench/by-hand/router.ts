/** The router: LiteLLM in front of the three pools. */
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { account, disruptionBudget, service } from './companions';
import { containerSecurity, httpProbe, ON_CPU_NODES, podSecurity, secretEnv, spread } from './hardening';
import { ENCODERS, PLANNER, WORKERS } from './inference';
import { labels, metadata, type Named, type Place, selector } from './namespace';
import { edge, fromNamespace, podsOf } from './network';
import { SESSIONS } from './sessions';
import { textFile } from './text-file';

export const ROUTER: Named = { name: 'research-router', component: 'router' };

const ENVIRONMENT = {
  LITELLM_MODE: 'PRODUCTION',
  LITELLM_LOG: 'ERROR',
  LITELLM_LOCAL_MODEL_COST_MAP: 'True',
  LITELLM_OFFLINE_MODE: 'true',
  DISABLE_ADMIN_UI: 'True',
  GRACEFUL_SHUTDOWN_TIMEOUT: '600',
  AIOHTTP_KEEPALIVE_TIMEOUT: '120',
  LITELLM_NON_ROOT: 'true',
  LITELLM_UI_PATH: '/var/litellm/ui',
  LITELLM_ASSETS_PATH: '/var/litellm/assets',
  LITELLM_MIGRATION_DIR: '/var/litellm/migrations',
  HOME: '/var/litellm',
  XDG_CACHE_HOME: '/var/litellm/cache',
};

export function router(place: Place): void {
  const { stack, namespace } = place;
  const config = new ConfigMapV1(stack, 'research-router-config', {
    metadata: metadata(ROUTER),
    data: { 'config.yaml': `${textFile('router.yaml')}\n` },
    dependsOn: [namespace],
  });
  const serviceAccount = account(place, ROUTER);
  new DeploymentV1(stack, 'research-router-deployment', {
    metadata: metadata(ROUTER),
    spec: {
      replicas: '2',
      selector: { matchLabels: selector(ROUTER) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1', maxUnavailable: '0' } },
      template: {
        metadata: { labels: labels(ROUTER), annotations: { 'agent-fleet/config-hash': '916c2d15' } },
        spec: {
          serviceAccountName: ROUTER.name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 620,
          securityContext: podSecurity(101),
          affinity: ON_CPU_NODES,
          topologySpreadConstraint: spread(selector(ROUTER)),
          container: [container()],
          volume: [
            { name: 'config', configMap: { name: ROUTER.name } },
            { name: 'writable', emptyDir: { sizeLimit: '512Mi' } },
            { name: 'tmp', emptyDir: { sizeLimit: '512Mi' } },
          ],
        },
      },
    },
    waitForRollout: false,
    dependsOn: [config, serviceAccount],
  });
  service(place, ROUTER, 4000);
  disruptionBudget(place, ROUTER);
  for (const pool of [PLANNER, WORKERS, ENCODERS]) edge(place, podsOf(ROUTER), podsOf(pool), '8000');
  edge(place, podsOf(ROUTER), podsOf(SESSIONS), '6379');
  fromNamespace(place, podsOf(ROUTER), 'monitoring', '4000');
}

function container() {
  const resources = { cpu: '1', memory: '4Gi', 'ephemeral-storage': '1Gi' };
  return {
    name: 'litellm',
    image: 'ghcr.io/berriai/litellm-non_root:v1.108.12',
    imagePullPolicy: 'IfNotPresent',
    args: ['--config', '/etc/litellm/config.yaml', '--host', '0.0.0.0', '--port', '4000', '--num_workers', '1'],
    env: [
      secretEnv('LITELLM_MASTER_KEY', 'research-router-master-key', 'password'),
      secretEnv('REDIS_PASSWORD', 'research-sessions-auth', 'password'),
      ...Object.entries(ENVIRONMENT).map(([name, value]) => ({ name, value })),
    ],
    port: [{ name: 'http', containerPort: 4000, protocol: 'TCP' }],
    lifecycle: { preStop: [{ exec: { command: ['sleep', '5'] } }] },
    startupProbe: httpProbe('/health/liveliness', 5, 60),
    readinessProbe: httpProbe('/health/readiness', 10, 3),
    livenessProbe: httpProbe('/health/liveliness', 15, 4),
    resources: { requests: resources, limits: resources },
    securityContext: containerSecurity(101),
    volumeMount: [
      { name: 'config', mountPath: '/etc/litellm', readOnly: true },
      { name: 'writable', mountPath: '/var/litellm' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}
