/** Where a state store writes its backups to, and from which it begins: an object store that speaks S3. */
import { z } from 'zod';
import { notion } from '../core/notion';
import { branded, wholeNumber } from '../core/schema';
import { existingSecretSchema, type SecretRef } from '../core/secret-ref';
import { isService } from '../security/service';
import { ExternalHost } from '../services/external-host';
import { InternalService } from '../services/internal-service';
import { readsAllBut, speaksHttp } from '../services/unread-parts';
import { longestGapSeconds } from './backup-schedule';

/** Backups of one Postgres cluster in an object store. */
export interface StateArchiveProps {
  /** The object store: its address, the ranges or pods that the network is opened to, and its region. Its URL is the endpoint of S3, and a `caBundle` of a Secret is what that is checked by. */
  readonly to: ExternalHost | InternalService;
  /** Bucket, and a path in it: `agents-backups/prod`. */
  readonly bucket: string;
  /** Key id of a user that may read and write there: `SecretRef.existing(…)`, in the namespace of the store. */
  readonly accessKeyId: SecretRef;
  /** Secret key of the same user. */
  readonly secretAccessKey: SecretRef;
}

/** Backups of a state store. */
export interface StateBackupsProps extends StateArchiveProps {
  /**
   * Name of this store in the archive, its folder in the bucket. Two stores of an app need two names in one place (AF-CPU-047); stores of several apps, which do not know of each other, too. A store that begins from an archive (`recovery`) needs another name than
   * that.
   * @default - the name of the store
   */
  readonly serverName?: string;
  /**
   * When a whole copy is made, as cron with seconds in front: `0 0 2 * * *` is every night at two, UTC. The log of changes is written out all the time. Where a fleet is watched, an alert tells of a copy that is missing.
   * @default '0 0 2 * * *'
   */
  readonly schedule?: string;
  /**
   * Days into which the store can be brought back.
   * @default 30
   */
  readonly retentionDays?: number;
}

/** What a state store begins from in place of an empty database. */
export interface StateRecoveryProps extends StateArchiveProps {
  /** Name in the archive of the store that is brought back. */
  readonly serverName: string;
  /**
   * Moment to bring back, with its time zone: `2026-11-30T06:00:00Z`.
   * @default - the last that was written out
   */
  readonly targetTime?: string;
}

const bucketPath = notion(
  'bucket',
  'a bucket and a path in it, without s3://, e.g. agents-backups/prod: lower-case letters, digits, dots and dashes, 3 to 63, then letters, digits and _ . - after slashes',
  (text) => text.length <= 512 && /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9_.-]+)*$/.test(text) && !text.includes('..'),
);

/** It becomes a folder of the archive, and an argument of a program. */
const serverName = notion('name in an archive', 'letters, digits and _ . - , beginning with a letter or digit, at most 63', (text) =>
  /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(text),
);

const schedule = notion(
  'schedule of backups',
  'six fields of cron, seconds first, whose time comes at least once in five years: 0 0 2 * * * is every night at two. With five fields minutes would be taken for seconds',
  (text) => longestGapSeconds(text) !== null,
);

const archiveShape = {
  to: branded<ExternalHost | InternalService>(
    (value) => ExternalHost.isExternalHost(value) || InternalService.isInternalService(value),
    "new ExternalHost({ name: 'backups', host: 's3.eu-central-1.amazonaws.com', cidrs: […] }), or an InternalService",
  )
    .superRefine(speaksHttp)
    .superRefine(readsAllBut({ key: 'S3 signs with an id and a key, which are accessKeyId and secretAccessKey' }))
    .refine((to) => !isService(to) || (to.volumes ?? []).every(({ kind }) => kind === 'secret'), {
      error: "expected CaBundle.secret({ name: 'company-ca' }): the plugin of the backups reads certificates from a Secret",
      path: ['caBundle'],
    }),
  bucket: bucketPath,
  accessKeyId: existingSecretSchema,
  secretAccessKey: existingSecretSchema,
};

export const backupsSchema = z.strictObject({
  ...archiveShape,
  serverName: serverName.optional(),
  schedule: schedule.default('0 0 2 * * *'),
  retentionDays: wholeNumber(1, 3_650).default(30),
});

export const recoverySchema = z.strictObject({
  ...archiveShape,
  serverName,
  targetTime: z.iso
    .datetime({
      offset: true,
      error: 'expected a moment with its time zone, e.g. 2026-11-30T06:00:00Z: without one the server takes its own',
    })
    .optional(),
});

export type StateArchiveSpec = Pick<z.output<typeof recoverySchema>, 'to' | 'bucket' | 'accessKeyId' | 'secretAccessKey'>;
