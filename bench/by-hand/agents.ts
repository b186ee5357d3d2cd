/** The agents themselves, with the edges to what they call. */
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { account, disruptionBudget, service } from './companions';
import { containerSecurity, ON_CPU_NODES, podSecurity, secretEnv, spread } from './hardening';
import { labels, metadata, type Named, type Place, selector } from './namespace';
import { edge, fromNamespace, podsOf } from './network';
import { ROUTER } from './router';
import { SESSIONS } from './sessions';
import { STATE } from './state';

const AGENTS: Named = {
  name: 'research-agents',
  component: 'agent-runtime',
  extraLabels: { 'agent-fleet/framework': 'langgraph' },
};

const ROLES = {
  planner: { model: 'planner', contextTokens: 12_000 },
  researcher: { model: 'researcher', contextTokens: 8_000 },
  coder: { model: 'coder', contextTokens: 6_000 },
  reviewer: { model: 'reviewer', contextTokens: 4_000 },
};

export function agents(place: Place): void {
  const serviceAccount = account(place, AGENTS);
  new DeploymentV1(place.stack, 'research-agents-deployment', {
    metadata: metadata(AGENTS),
    spec: {
      replicas: '2',
      selector: { matchLabels: selector(AGENTS) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1', maxUnavailable: '0' } },
      template: {
        metadata: { labels: labels(AGENTS) },
        spec: {
          serviceAccountName: AGENTS.name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 60,
          securityContext: podSecurity(10001),
          affinity: ON_CPU_NODES,
          topologySpreadConstraint: spread(selector(AGENTS)),
          container: [container()],
          volume: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
        },
      },
    },
    waitForRollout: false,
    dependsOn: [serviceAccount],
  });
  service(place, AGENTS, 8000);
  disruptionBudget(place, AGENTS);
  edge(place, podsOf(AGENTS), podsOf(ROUTER), '4000');
  edge(place, podsOf(AGENTS), podsOf(SESSIONS), '6379');
  edge(place, podsOf(AGENTS), STATE, '5432');
  fromNamespace(place, podsOf(AGENTS), 'ingress', '8000');
}

function container() {
  return {
    name: 'agents',
    image: 'registry.example.com/research-agents:1.4.2',
    imagePullPolicy: 'IfNotPresent',
    env: environment(),
    port: [{ name: 'http', containerPort: 8000, protocol: 'TCP' }],
    startupProbe: { tcpSocket: [{ port: 'http' }], periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { tcpSocket: [{ port: 'http' }], periodSeconds: 10, failureThreshold: 3 },
    livenessProbe: { tcpSocket: [{ port: 'http' }], periodSeconds: 20, failureThreshold: 6 },
    resources: {
      requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '2Gi' },
      limits: { memory: '1Gi', 'ephemeral-storage': '2Gi' },
    },
    securityContext: containerSecurity(10001),
    volumeMount: [{ name: 'tmp', mountPath: '/tmp' }],
  };
}

function environment() {
  const router = 'http://research-router.research.svc.cluster.local:4000/v1';
  const redis = 'research-sessions.research.svc.cluster.local';
  return [
    { name: 'OPENAI_BASE_URL', value: router },
    { name: 'OPENAI_API_BASE', value: router },
    secretEnv('OPENAI_API_KEY', 'research-router-master-key', 'password'),
    { name: 'REDIS_HOST', value: redis },
    { name: 'REDIS_PORT', value: '6379' },
    secretEnv('REDIS_PASSWORD', 'research-sessions-auth', 'password'),
    { name: 'REDIS_URI', value: `redis://:$(REDIS_PASSWORD)@${redis}:6379/0` },
    { name: 'PGHOST', value: 'research-state-rw.research.svc.cluster.local' },
    { name: 'PGPORT', value: '5432' },
    { name: 'PGDATABASE', value: 'agents' },
    secretEnv('PGUSER', 'research-state-app', 'username'),
    secretEnv('PGPASSWORD', 'research-state-app', 'password'),
    { name: 'PGSSLMODE', value: 'require' },
    secretEnv('DATABASE_URL', 'research-state-app', 'fqdn-uri'),
    secretEnv('DATABASE_URI', 'research-state-app', 'fqdn-uri'),
    secretEnv('POSTGRES_URI', 'research-state-app', 'fqdn-uri'),
    { name: 'AGENT_FLEET_ROLES', value: JSON.stringify(ROLES) },
  ];
}
