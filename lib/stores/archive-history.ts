import { FleetSpecError } from '../core/fleet-error';
import { shownValue } from '../core/shown-value';
import type { StateStoreSpec } from './state-store-props';

/**
 * A store that begins from an archive writes to another: its operator starts no server before an archive that has another history.
 *
 * @param name of the store
 * @throws FleetSpecError where both are the same.
 */
export function checkHistory(path: string, name: string, { backups, recovery }: StateStoreSpec): void {
  if (backups === undefined || recovery === undefined) return;
  const isSamePlace = backups.bucket === recovery.bucket && backups.to.url === recovery.to.url;
  const written = backups.serverName ?? name;
  if (!isSamePlace || written !== recovery.serverName) return;
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path,
      prop: 'backups.serverName',
      value: shownValue(written),
      allowed: `any name but ${recovery.serverName}, with which recovery begins`,
      message: 'the store would write into the archive that it begins from, which its operator refuses',
      repairs: [`backups: { serverName: '${written.slice(0, 60)}-2', … }`],
    },
  ]);
}
