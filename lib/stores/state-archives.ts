/** The custom resources of backups: object stores of the Barman Cloud plugin of CloudNativePG (0.13), and the schedule. */
import type { z } from 'zod';
import { BACKUP_SIDECAR } from '../security/namespace-pods/backup-sidecar';
import type { CustomObject } from '../terraform/custom-objects';
import type { StateArchiveSpec } from './state-archive-props';
import type { stateStoreSchema } from './state-store-props';

/** Name of the plugin, by which objects ask for it. */
const PLUGIN = 'barman-cloud.cloudnative-pg.io';
const ORIGIN = 'origin';

interface ArchivedStore {
  readonly name: string;
  readonly spec: z.output<typeof stateStoreSchema>;
  readonly metadata: CustomObject['metadata'];
}

const backupsName = (name: string): string => `${name}-backups`;
const originName = (name: string): string => `${name}-origin`;

/** What the Postgres cluster says of its archives. */
export function archivesOf({ name, spec }: ArchivedStore) {
  const { backups, recovery, database } = spec;
  const owner = { database, owner: database };
  const target = recovery?.targetTime === undefined ? {} : { recoveryTarget: { targetTime: recovery.targetTime } };
  return {
    bootstrap: recovery === undefined ? { initdb: owner } : { recovery: { source: ORIGIN, ...owner, ...target } },
    ...(backups === undefined
      ? {}
      : { plugins: [{ ...plugin(backupsName(name), backups.serverName ?? name), enabled: true, isWALArchiver: true }] }),
    ...(recovery === undefined ? {} : { externalClusters: [{ name: ORIGIN, plugin: plugin(originName(name), recovery.serverName) }] }),
  };
}

const plugin = (barmanObjectName: string, serverName: string) => ({ name: PLUGIN, parameters: { barmanObjectName, serverName } });

/** Objects beside the cluster. */
export function archiveObjects(store: ArchivedStore): CustomObject[] {
  const { backups, recovery } = store.spec;
  const { name } = store;
  return [
    ...(backups === undefined
      ? []
      : [objectStore(store, backupsName(name), backups, backups.retentionDays), scheduledBackup(store, backups.schedule)]),
    ...(recovery === undefined ? [] : [objectStore(store, originName(name), recovery)]),
  ];
}

function objectStore({ metadata }: ArchivedStore, name: string, archive: StateArchiveSpec, retentionDays?: number): CustomObject {
  return {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata: { ...metadata, name },
    spec: {
      configuration: {
        destinationPath: `s3://${archive.bucket}`,
        endpointURL: archive.to.url,
        ...endpointCa(archive),
        s3Credentials: {
          accessKeyId: keyOf(archive.accessKeyId),
          secretAccessKey: keyOf(archive.secretAccessKey),
        },
        wal: { compression: 'gzip' },
        data: { compression: 'gzip' },
      },
      ...(retentionDays === undefined ? {} : { retentionPolicy: `${retentionDays}d` }),
      instanceSidecarConfiguration: { resources: { requests: BACKUP_SIDECAR.requests, limits: BACKUP_SIDECAR.limits } },
    },
  };
}

/** One key of a Secret; the props take no other bundle. */
function endpointCa({ to }: StateArchiveSpec) {
  const [{ name, keys } = { name: '', keys: undefined }] = to.volumes;
  const key = keys?.[0];
  return key === undefined ? {} : { endpointCA: { name, key } };
}

const keyOf = ({ name, key }: { readonly name: string; readonly key: string }) => ({ name, key });

/** The first copy is made at once: without one there is nothing to bring back. */
function scheduledBackup({ name, metadata }: ArchivedStore, schedule: string): CustomObject {
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    metadata: { ...metadata, name: backupsName(name) },
    spec: {
      schedule,
      immediate: true,
      backupOwnerReference: 'self',
      cluster: { name },
      method: 'plugin',
      pluginConfiguration: { name: PLUGIN },
    },
  };
}
