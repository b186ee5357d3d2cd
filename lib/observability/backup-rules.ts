/** Alerts on whole copies of a state store: the last one is too old, there never was one, nobody can say. */
import type { ObservedBackups } from '../stores/contract';
import type { AlertBody, AlertRule, MakeAlert } from './rule';

/** What the operator waits for before a copy begins: a primary that answers, and the copy before it. Assumed. */
const STARTS_WITHIN_SECONDS = 3_600;

/** The store that they are copies of. */
interface CopiedStore {
  readonly name: string;
  readonly make: MakeAlert;
}

/** @param up 1 for each server that answers */
export function backupRules(backups: ObservedBackups, up: string, { name, make }: CopiedStore): AlertRule[] {
  return [
    make('StateBackupMissing', 'warning', isOld(backups, name)),
    make('StateBackupMissing', 'critical', neverWas(backups, name)),
    make('StateBackupUnknown', 'warning', isUnknown(backups, up, name)),
  ];
}

/** Copies begin as they are scheduled, and each may end as late as the longest. */
const isOld = ({ lastEnded, longestGapSeconds, copySeconds }: ObservedBackups, name: string): AlertBody => ({
  expr: `time() - (max(${lastEnded}) > 0) > ${longestGapSeconds + copySeconds + STARTS_WITHIN_SECONDS}`,
  for: '5m',
  annotations: {
    summary: `${name}: a whole copy is missing`,
    description:
      'The last whole copy ended {{ $value | humanizeDuration }} ago, and its schedule asks for a newer one. A restore begins with that copy and reads all changes since, which takes longer each day.',
  },
});

/** A store that was made a moment ago has its first copy as soon as that can be. */
const neverWas = ({ lastEnded, copySeconds }: ObservedBackups, name: string): AlertBody => ({
  expr: `max(${lastEnded}) == 0`,
  for: `${Math.ceil((copySeconds + STARTS_WITHIN_SECONDS) / 60)}m`,
  annotations: {
    summary: `${name}: there is no whole copy`,
    description:
      'No whole copy of the store has ever ended. The log of changes alone brings nothing back: what is lost now is lost for good.',
  },
});

const isUnknown = ({ lastEnded }: ObservedBackups, up: string, name: string): AlertBody => ({
  expr: `max(${up}) == 1 unless max(${lastEnded})`,
  for: '1h',
  annotations: {
    summary: `${name}: nobody says whether there are whole copies`,
    description:
      'For an hour the servers answer and do not say when the last whole copy ended: one that is missing would be told by nobody.',
  },
});
