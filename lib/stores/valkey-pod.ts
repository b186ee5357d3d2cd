/** The Valkey pod. Passwords reach the server as hashes on its standard input: they are in no argument, file or ConfigMap. */

import { imageReference, Pins } from '../catalog/pins';
import type { SecretRef } from '../core/secret-ref';
import { groupsOfClass } from '../platform/held-volume';
import { onCpuNodes } from '../platform/placement';
import type { PodImages } from '../platform/pod-images';
import { containerSecurity, restrictedPod } from '../security/pod-hardening';
import { mounted } from '../security/volume';
import type { Workload } from '../security/workload';
import { toEnv } from '../terraform/env';
import type { StatefulSetV1SpecTemplateSpec, StatefulSetV1SpecTemplateSpecContainer } from '../terraform/kubernetes';
import { SESSION_DATA_SHARE, type SessionStoreSpec } from './session-store-props';
import { type SessionUser, userRules } from './session-users';
import { CERTIFICATE_FILE, KEY_FILE, servedFiles } from './store-certificate';
import { METRICS_USER, metricsContainer, metricsRules } from './store-metrics';

export const VALKEY_PORT = 6379;
export const CONFIG_FILE = 'valkey.conf';

const CONFIG_FOLDER = '/etc/valkey';
const DATA_FOLDER = '/data';
/** The certificate that the server was told of last. */
const SERVED_FILE = '/tmp/served.crt';
/** Variable of the server's pod with the password of the exporter. */
const METRICS_VARIABLE = 'METRICS_PASSWORD';
/** User of the official image (valkey-io/valkey-container). */
const RUN_AS = { user: 999, group: 999 };

/**
 * The shell becomes the server, so that the server gets SIGTERM and writes its log out. A hash needs no quoting, whatever
 * characters the password has.
 */
const start = (users: readonly SessionUser[], streams: readonly string[]): string =>
  [
    'exec valkey-server - <<EOF',
    `include ${CONFIG_FOLDER}/${CONFIG_FILE}`,
    `user default on ${hashOf('REDISCLI_AUTH')} ~* &* +@all`,
    `user ${METRICS_USER} on ${hashOf(METRICS_VARIABLE)} ${metricsRules(streams)}`,
    ...users.map((user) => `user ${user.username} on ${hashOf(user.variable)} ${userRules(user)}`),
    'EOF',
  ].join('\n');

const hashOf = (variable: string): string => `#$(printf %s "$${variable}" | sha256sum | cut -d " " -f 1)`;

/** Inside of the pod nobody stands between: the certificate is for other names. */
const clientOf = ({ tls }: SessionStoreSpec): string =>
  `valkey-cli${tls === undefined ? '' : ' --tls --insecure'} -h 127.0.0.1 -p ${VALKEY_PORT}`;

/** The client exits with 0 whatever the server answers, so the answer is read. It takes the password from REDISCLI_AUTH. */
const answers = (spec: SessionStoreSpec, words: string, before = ''): string[] => [
  'sh',
  '-c',
  `${before}${clientOf(spec)} ping 2>&1 | grep -qE '${words}'`,
];

/** The server reads its certificate when it starts, and when it is told: a renewed one is served without a restart. */
const servesRenewed = (spec: SessionStoreSpec): string =>
  spec.tls === undefined
    ? ''
    : `cmp -s ${CERTIFICATE_FILE} ${SERVED_FILE} || { ${clientOf(spec)} config set tls-cert-file ${CERTIFICATE_FILE} tls-key-file ${KEY_FILE} 2>&1 | grep -q OK && cp ${CERTIFICATE_FILE} ${SERVED_FILE}; }; `;

/** TLS and nothing beside it; clients sign in by password. */
const encrypted = ({ tls }: SessionStoreSpec): readonly (readonly [string, string | number])[] =>
  tls === undefined
    ? [['port', VALKEY_PORT]]
    : [
        ['port', 0],
        ['tls-port', VALKEY_PORT],
        ['tls-cert-file', CERTIFICATE_FILE],
        ['tls-key-file', KEY_FILE],
        ['tls-auth-clients', 'no'],
      ];

export function valkeyConfig(spec: SessionStoreSpec): string {
  const { memoryGiB, eviction } = spec;
  const settings: readonly (readonly [string, string | number])[] = [
    ['bind', '* -::*'],
    ...encrypted(spec),
    ['dir', DATA_FOLDER],
    ['appendonly', 'yes'],
    ['appendfsync', 'everysec'],
    ['save', '""'],
    ['maxmemory', `${Math.floor(memoryGiB * 1024 * SESSION_DATA_SHARE)}mb`],
    ['maxmemory-policy', eviction],
    ['tcp-keepalive', 60],
  ];
  return `${settings.map(([name, value]) => `${name} ${value}`).join('\n')}\n`;
}

/** What the pod of a session store is made of. */
export interface RenderedStorePod {
  readonly name: string;
  readonly spec: SessionStoreSpec;
  /** That of the user who may do everything. */
  readonly password: SecretRef;
  /** That of the user who reads figures. */
  readonly metricsPassword: SecretRef;
  /** Those of the clients; more come while clients are wired. */
  users(): readonly SessionUser[];
  /** Streams whose entries are counted. */
  streams(): readonly string[];
  readonly images: PodImages;
  readonly workload: Workload;
}

export function valkeyPod(store: RenderedStorePod, claimName: string): StatefulSetV1SpecTemplateSpec {
  return {
    serviceAccountName: store.name,
    ...store.images.pullSecrets(),
    ...restrictedPod(RUN_AS, store.workload.namespace, groupsOfClass(store.spec.storageClass, store.spec.cluster)),
    ...onCpuNodes(store.workload),
    terminationGracePeriodSeconds: 60,
    container: [valkeyContainer(store), metricsContainer(store, VALKEY_PORT)],
    volume: [
      { name: 'config', configMap: { name: store.name } },
      { name: 'data', persistentVolumeClaim: { claimName } },
      { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } },
      ...certificate(store).volume,
    ],
  };
}

const certificate = ({ spec: { tls }, name }: RenderedStorePod) => mounted(tls === undefined ? [] : [servedFiles(tls, name)]);

function valkeyContainer(store: RenderedStorePod): StatefulSetV1SpecTemplateSpecContainer {
  const memory = `${Math.ceil(store.spec.memoryGiB * 1024)}Mi`;
  const disk = { 'ephemeral-storage': '64Mi' };
  const users = store.users();
  return {
    name: 'valkey',
    image: store.images.pull(imageReference(Pins.images.valkey)),
    imagePullPolicy: 'IfNotPresent',
    command: ['sh', '-c', start(users, store.streams())],
    env: toEnv({
      REDISCLI_AUTH: store.password,
      [METRICS_VARIABLE]: store.metricsPassword,
      ...Object.fromEntries(users.map(({ variable, password }) => [variable, password])),
    }),
    port: [{ name: 'redis', containerPort: VALKEY_PORT, protocol: 'TCP' }],
    resources: { requests: { cpu: store.spec.cpu, memory, ...disk }, limits: { memory, ...disk } },
    securityContext: containerSecurity(RUN_AS, store.workload.namespace),
    volumeMount: [
      { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
      { name: 'data', mountPath: DATA_FOLDER },
      { name: 'tmp', mountPath: '/tmp' },
      ...certificate(store).volumeMount,
    ],
    // Replaying the log of a full store takes its time; it answers LOADING meanwhile.
    startupProbe: { exec: { command: answers(store.spec, 'PONG|LOADING') }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 24 },
    readinessProbe: { exec: { command: answers(store.spec, 'PONG') }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: {
      exec: { command: answers(store.spec, 'PONG|LOADING', servesRenewed(store.spec)) },
      periodSeconds: 15,
      timeoutSeconds: 5,
      failureThreshold: 4,
    },
  };
}
