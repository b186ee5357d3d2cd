/** The session store: Valkey with a claim. */
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { StatefulSetV1 } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { account, claim, headlessService, service } from './companions';
import { containerSecurity, ON_CPU_NODES, podSecurity, secretEnv } from './hardening';
import { labels, metadata, type Named, type Place, selector } from './namespace';

export const SESSIONS: Named = { name: 'research-sessions', component: 'session-store' };

const CONFIG = `bind * -::*
port 6379
dir /data
appendonly yes
appendfsync everysec
save ""
maxmemory 1536mb
maxmemory-policy volatile-lru
tcp-keepalive 60
`;

// The password goes in by standard input, hashed: neither a file nor the process list shows it.
const START = `exec valkey-server - <<EOF
include /etc/valkey/valkey.conf
user default on #$(printf %s "$REDISCLI_AUTH" | sha256sum | cut -d " " -f 1) ~* &* +@all
EOF`;

const probe = (answer: string, periodSeconds: number, failureThreshold: number) => ({
  exec: { command: ['sh', '-c', `valkey-cli -h 127.0.0.1 -p 6379 ping 2>&1 | grep -qE '${answer}'`] },
  periodSeconds,
  failureThreshold,
  timeoutSeconds: 5,
});

export function sessions(place: Place): void {
  const { stack, namespace } = place;
  const config = new ConfigMapV1(stack, 'research-sessions-config', {
    metadata: metadata(SESSIONS),
    data: { 'valkey.conf': CONFIG },
    dependsOn: [namespace],
  });
  const serviceAccount = account(place, SESSIONS);
  const data = claim(place, SESSIONS, { suffix: 'data', accessMode: 'ReadWriteOnce', storage: '6Gi' });
  const headless = headlessService(place, SESSIONS, 6379, 'redis');
  service(place, SESSIONS, 6379, 'redis');
  new StatefulSetV1(stack, 'research-sessions-stateful-set', {
    metadata: metadata(SESSIONS),
    spec: {
      replicas: '1',
      revisionHistoryLimit: 10,
      serviceName: headless.metadata.name,
      selector: { matchLabels: selector(SESSIONS) },
      template: {
        metadata: { labels: labels(SESSIONS), annotations: { 'agent-fleet/config-hash': '4e964584' } },
        spec: {
          serviceAccountName: SESSIONS.name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 60,
          securityContext: podSecurity(999),
          affinity: ON_CPU_NODES,
          container: [container()],
          volume: [
            { name: 'config', configMap: { name: SESSIONS.name } },
            { name: 'data', persistentVolumeClaim: { claimName: 'research-sessions-data' } },
            { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } },
          ],
        },
      },
    },
    waitForRollout: false,
    dependsOn: [config, serviceAccount, data, headless],
  });
}

function container() {
  return {
    name: 'valkey',
    image: 'docker.io/valkey/valkey:9.1.1',
    imagePullPolicy: 'IfNotPresent',
    command: ['sh', '-c', START],
    env: [secretEnv('REDISCLI_AUTH', 'research-sessions-auth', 'password')],
    port: [{ name: 'redis', containerPort: 6379, protocol: 'TCP' }],
    startupProbe: probe('PONG|LOADING', 5, 24),
    readinessProbe: probe('PONG', 10, 3),
    livenessProbe: probe('PONG|LOADING', 15, 4),
    resources: {
      requests: { cpu: '500m', memory: '2048Mi', 'ephemeral-storage': '64Mi' },
      limits: { memory: '2048Mi', 'ephemeral-storage': '64Mi' },
    },
    securityContext: containerSecurity(999),
    volumeMount: [
      { name: 'config', mountPath: '/etc/valkey', readOnly: true },
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}
