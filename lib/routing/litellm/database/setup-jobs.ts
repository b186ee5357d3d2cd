/**
 * The Jobs of a router with a database. The first brings its tables to the release and ends before pods of that release start; the second makes keys and teams,
 * and is the only one beside the router that holds the master key.
 */

import type { Construct } from 'constructs';
import { imageReference, Pins } from '../../../catalog/pins';
import { definedOnly } from '../../../core/defined-only';
import { physicalName } from '../../../core/names';
import type { SecretRef } from '../../../core/secret-ref';
import { jobSpec, oneTimeJob } from '../../../platform/one-time-job';
import { onCpuNodes } from '../../../platform/placement';
import type { PodImages } from '../../../platform/pod-images';
import { objectLabels, selectorLabels } from '../../../security/labels';
import { connect } from '../../../security/network-edges';
import { containerSecurity, restrictedPod } from '../../../security/pod-hardening';
import { mounted } from '../../../security/volume';
import { type IReachable, serviceHost, type Workload } from '../../../security/workload';
import type { IStateStore } from '../../../stores/contract';
import { DatabaseUsers } from '../../../stores/database-users';
import { toEnv } from '../../../terraform/env';
import type { JobV1 } from '../../../terraform/kubernetes';
import { setByUs } from '../../../terraform/made-objects';
import type { Startable } from '../../../terraform/startable';
import { CONFIG_FOLDER, ROUTER_PORT, RUN_AS, WRITABLE, writableFolders } from '../pod-folders';
import { databaseEnv } from './database-env';
import { KEY_SETUP_FILE } from './key-setup';

const SUFFIX = 'setup';
/** That of the namespace: pods of a Job mount no token. */
const DEFAULT_ACCOUNT = 'default';
/** The image begins with LiteLLM: it deploys its migrations, waiting for another Job that does, and ends. */
export const MIGRATE: readonly string[] = ['--skip_server_startup'];
/** Long enough for a database that is being made. */
const RETRIES = 12;

/** What the Jobs are made of. */
export interface RouterSetup {
  readonly scope: Construct;
  /** Id of the stack. */
  readonly partOf: string;
  /** Name of the router. */
  readonly name: string;
  /** The pods of the router. */
  readonly workload: Workload;
  readonly database: IStateStore;
  readonly masterKey: SecretRef;
  readonly images: PodImages;
  clientSecrets(): Readonly<Record<string, SecretRef>>;
  /** All that the second Job reads: other keys are another Job. */
  tables(): string;
}

/** The pods of the Jobs as the network sees them: they call the database and the router. */
export function setupWorkload({ owner, name: router, namespace, labels, nodes }: Workload): Workload {
  const name = physicalName([router, SUFFIX]);
  return {
    owner,
    name,
    namespace,
    selector: selectorLabels(name, 'router'),
    serviceAccount: DEFAULT_ACCOUNT,
    ...definedOnly({ labels, nodes }),
  };
}

/** Opens the ways of the Jobs, and that of the router to its database. */
export function openSetup(database: IStateStore, router: IReachable): void {
  const pods = setupWorkload(router.workload);
  DatabaseUsers.of(router.workload.owner).add(database, router.workload, true);
  database.admit(router.workload);
  directOf(database).admit(pods);
  connect(pods, router);
}

/** Migrations hold a lock of their session, which a pooler may give to somebody else. */
export const directOf = (database: IStateStore): IStateStore => database.direct ?? database;

export function migrationJob(setup: RouterSetup): JobV1 {
  const { workload } = setup;
  const database = directOf(setup.database);
  const pods = setupWorkload(workload);
  const certificates = mounted(database.volumes ?? []);
  const container = {
    ...containerOf(setup, 'migrate', { cpu: '500m', memory: '2Gi' }),
    args: [...MIGRATE],
    env: toEnv({
      ...databaseEnv(database, pods),
      LITELLM_MODE: 'PRODUCTION',
      LITELLM_LOG: 'ERROR',
      LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      LITELLM_OFFLINE_MODE: 'true',
      ...writableFolders(),
    }),
    volumeMount: [...FOLDERS.map(({ name, mountPath }) => ({ name, mountPath })), ...certificates.volumeMount],
  };
  const spec = podOf(setup, container, certificates.volume);
  return oneTimeJob({
    ...jobOf(setup, 'migrate', spec),
    id: 'migration',
    content: () => JSON.stringify(spec),
    // A pod of the next release must not meet the tables of the one before.
    waits: '20m',
    dependsOn: [workload.namespace.resource],
  });
}

/** @returns the Job, and what writes it anew for a client that came later */
export function keysJob(setup: RouterSetup, after: readonly Startable[]): { readonly made: JobV1; render(): void } {
  const { workload, name, masterKey } = setup;
  const spec = () =>
    podOf(
      setup,
      {
        ...containerOf(setup, 'keys', { cpu: '50m', memory: '128Mi' }),
        command: ['python', `${CONFIG_FOLDER}/${KEY_SETUP_FILE}`],
        env: toEnv({
          ROUTER_NAME: nameForDatabase(setup),
          ROUTER_URL: `http://${serviceHost(name, workload.namespace.name)}:${ROUTER_PORT}`,
          LITELLM_MASTER_KEY: masterKey,
          ...setup.clientSecrets(),
        }),
        volumeMount: [
          { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
          ...FOLDERS.map(({ name: folder, mountPath }) => ({ name: folder, mountPath })),
        ],
      },
      [{ name: 'config', configMap: { name } }],
    );
  const made = oneTimeJob({
    ...jobOf(setup, 'keys', spec()),
    id: 'keys',
    content: () => JSON.stringify([spec(), setup.tables()]),
    dependsOn: after,
  });
  const render = () => setByUs(made, () => made.putSpec(jobSpec(jobOf(setup, 'keys', spec()))));
  return { made, render };
}

/** Says in a database which router keys and teams belong to. It stays when ids of constructs change. */
export const nameForDatabase = ({ name, workload: { namespace } }: Pick<RouterSetup, 'name' | 'workload'>): string =>
  [namespace.cluster.name, namespace.name, name].join('/');

const FOLDERS = [
  { name: 'writable', mountPath: WRITABLE },
  { name: 'tmp', mountPath: '/tmp' },
] as const;

const labelsOf = ({ workload, partOf }: RouterSetup) => objectLabels(setupWorkload(workload).name, 'router', partOf, workload);

function jobOf(setup: RouterSetup, what: string, pod: object) {
  const { name, namespace } = setupWorkload(setup.workload);
  return { scope: setup.scope, name: `${name}-${what}`, namespace: namespace.name, labels: labelsOf(setup), pod, retries: RETRIES };
}

function containerOf({ images, workload }: RouterSetup, name: string, { cpu, memory }: { readonly cpu: string; readonly memory: string }) {
  const disk = { 'ephemeral-storage': '1Gi' };
  return {
    name,
    image: images.pull(imageReference(Pins.images.litellm)),
    imagePullPolicy: 'IfNotPresent',
    resources: { requests: { cpu, memory, ...disk }, limits: { memory, ...disk } },
    securityContext: containerSecurity(RUN_AS, workload.namespace),
  };
}

function podOf<C extends object>({ workload, images }: RouterSetup, container: C, volumes: readonly object[]) {
  return {
    restartPolicy: 'OnFailure',
    ...images.pullSecrets(),
    ...restrictedPod(RUN_AS, workload.namespace),
    ...onCpuNodes(workload),
    terminationGracePeriodSeconds: 5,
    container: [container],
    volume: [...volumes, ...FOLDERS.map(({ name }) => ({ name, emptyDir: { sizeLimit: '512Mi' } }))],
  };
}
