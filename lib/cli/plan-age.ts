/** Says where a plan is not that of the program as it is now: the last synthesis was refused, or the plan is old. */
import type { Refusal } from '../plan/refused-synthesis';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Null where the plan was written within the last hour and nothing was refused since. */
export function ageNote(writtenAt: Date, refusal: Refusal | null, now: Date): string | null {
  const age = now.getTime() - writtenAt.getTime();
  const written = `this plan was written ${agoOf(age)} (${writtenAt.toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
  if (refusal === null) return age < HOUR ? null : `${written}; run \`cdktf synth\` if the program has changed since`;
  const [first, ...more] = refusal.problems;
  const why = first === undefined ? '' : `: [${first.code}] ${first.path}${more.length === 0 ? '' : ` and ${more.length} more`}`;
  return `the last synthesis was refused${why}; ${written}. Run \`cdktf synth\` for the whole message`;
}

function agoOf(ms: number): string {
  if (ms < 2 * MINUTE) return 'just now';
  if (ms < 2 * HOUR) return `${Math.floor(ms / MINUTE)} minutes ago`;
  return ms < 2 * DAY ? `${Math.floor(ms / HOUR)} hours ago` : `${Math.floor(ms / DAY)} days ago`;
}
