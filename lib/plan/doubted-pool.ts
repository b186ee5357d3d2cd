import { worst } from '../capacity/verdict';
import type { Finding } from '../core/finding';
import type { PoolPlan } from './sections/pool';

/** What the arithmetic says is in the verdict already (AF-CAP); the user of an image (AF-ENG-029) is a matter of a release, whatever a pool asks of it. */
const ASIDE = /^AF-CAP-|^AF-ENG-029$/;

/** The pool with what its findings say is not known of it: whether it starts, or does what a prop asks. A `strict` cluster refuses each; the verdict is no plain yes. */
export function doubtedPool(pool: PoolPlan, findings: readonly Finding[]): PoolPlan {
  const doubts = findings.filter(
    ({ path, severity, uncertain, code }) => path === pool.path && uncertain === true && severity !== 'info' && !ASIDE.test(code),
  );
  if (doubts.length === 0) return pool;
  return { ...pool, verdict: worst([pool.verdict, 'uncertain']), doubts: [...new Set(doubts.map(({ code }) => code))] };
}
