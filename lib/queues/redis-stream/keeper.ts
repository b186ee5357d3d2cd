/** The keeper of a stream: one small pod that declares the group, moves dead letters and trims what is done. */
import type { Construct } from 'constructs';
import { imageReference, Pins } from '../../catalog/pins';
import { shortHash } from '../../core/names';
import { onCpuNodes } from '../../platform/placement';
import type { PodImages } from '../../platform/pod-images';
import { objectLabels } from '../../security/labels';
import { containerSecurity, restrictedPod } from '../../security/pod-hardening';
import { mounted, type Volume } from '../../security/volume';
import type { Workload } from '../../security/workload';
import type { RedisLogin } from '../../stores/redis-env';
import { toEnv } from '../../terraform/env';
import { ConfigMapV1, DeploymentV1, type DeploymentV1SpecTemplateSpecContainer, ServiceAccountV1 } from '../../terraform/kubernetes';
import { KEEPER_SCRIPT, SCRIPT_FILE } from './keeper-script';

const FOLDER = '/etc/keeper';
/** User of the image of the store (valkey-io/valkey-container). */
const RUN_AS = { user: 999, group: 999 };
const ROUND_SECONDS = 15;
/** Without a good round for this long the keeper is not ready, and after twice as long it is started anew. */
const STALE_SECONDS = 60;
const DONE_FILE = '/tmp/kept';

/**
 * The client exits with 0 whatever the server answers: only a number is a good round. It takes the password from REDISCLI_AUTH.
 * `-c` follows a cluster to the node that has the keys.
 */
const ROUND = [
  'while :; do',
  `  answer=$(valkey-cli -c $TLS $STORE_USER -h "$STORE_HOST" -p "$STORE_PORT" --eval ${FOLDER}/${SCRIPT_FILE} "$STREAM" "$DEAD_LETTERS" , "$GROUP" "\${VISIBILITY_SECONDS}000" "$MAX_ATTEMPTS" "$DEAD_LETTERS_KEPT" 2>&1)`,
  '  case "$answer" in',
  `    ''|*[!0-9]*) echo "$answer" >&2 ;;`,
  `    *) touch ${DONE_FILE}; [ "$answer" = 0 ] || echo "dead letters: $answer" ;;`,
  '  esac',
  `  sleep ${ROUND_SECONDS} & wait $!`,
  'done',
].join('\n');

const isFresh = (seconds: number): string[] => [
  'sh',
  '-c',
  `[ -f ${DONE_FILE} ] && [ $(( $(date +%s) - $(date +%s -r ${DONE_FILE}) )) -lt ${seconds} ]`,
];

/** What the keeper is made of. */
export interface Keeper {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly name: string;
  /** Id of the stack. */
  readonly partOf: string;
  readonly workload: Workload;
  readonly images: PodImages;
  readonly store: {
    readonly host: string;
    readonly port: number;
    readonly tls: boolean;
    readonly caFile?: string | undefined;
    readonly login: RedisLogin;
  };
  /** Certificates of the store. */
  readonly volumes: readonly Volume[];
  /** Its settings, by variable. */
  readonly settings: Readonly<Record<string, string>>;
}

/** @returns the Deployment */
export function renderKeeper(keeper: Keeper): DeploymentV1 {
  const { scope, workload, name, partOf } = keeper;
  const labels = objectLabels(name, 'task-queue', partOf, workload);
  const meta = { name, namespace: workload.namespace.name, labels };
  const dependsOn = [workload.namespace.resource];
  const script = new ConfigMapV1(scope, 'script', { metadata: meta, data: { [SCRIPT_FILE]: KEEPER_SCRIPT }, dependsOn });
  const account = new ServiceAccountV1(scope, 'service-account', { metadata: meta, automountServiceAccountToken: false, dependsOn });
  return new DeploymentV1(scope, 'keeper', {
    metadata: meta,
    spec: {
      replicas: '1',
      selector: { matchLabels: { ...workload.selector } },
      strategy: { type: 'Recreate' },
      template: {
        metadata: { labels, annotations: { 'agent-fleet/script-hash': shortHash(KEEPER_SCRIPT) } },
        spec: {
          serviceAccountName: name,
          ...keeper.images.pullSecrets(),
          ...restrictedPod(RUN_AS, workload.namespace),
          ...onCpuNodes(workload),
          terminationGracePeriodSeconds: 5,
          container: [container(keeper)],
          volume: [
            { name: 'script', configMap: { name } },
            { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } },
            ...mounted(keeper.volumes).volume,
          ],
        },
      },
    },
    waitForRollout: false,
    dependsOn: [script, account],
  });
}

function container(keeper: Keeper): DeploymentV1SpecTemplateSpecContainer {
  const { store, settings, volumes, images, workload } = keeper;
  const { username, password } = store.login;
  const memory = '64Mi';
  const disk = { 'ephemeral-storage': '64Mi' };
  return {
    name: 'keeper',
    image: images.pull(imageReference(Pins.images.valkey)),
    imagePullPolicy: 'IfNotPresent',
    command: ['sh', '-c', ROUND],
    env: toEnv({
      STORE_HOST: store.host,
      STORE_PORT: String(store.port),
      TLS: store.tls ? ['--tls', ...(store.caFile === undefined ? [] : ['--cacert', store.caFile])].join(' ') : '',
      STORE_USER: username === undefined ? '' : `--user ${username}`,
      ...(password === undefined ? {} : { REDISCLI_AUTH: password }),
      ...settings,
    }),
    resources: { requests: { cpu: '10m', memory, ...disk }, limits: { memory, ...disk } },
    securityContext: containerSecurity(RUN_AS, workload.namespace),
    volumeMount: [
      { name: 'script', mountPath: FOLDER, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
      ...mounted(volumes).volumeMount,
    ],
    readinessProbe: { exec: { command: isFresh(STALE_SECONDS) }, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 1 },
    startupProbe: { exec: { command: isFresh(STALE_SECONDS) }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 120 },
    livenessProbe: { exec: { command: isFresh(2 * STALE_SECONDS) }, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 2 },
  };
}
