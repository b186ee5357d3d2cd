/** What becomes of a pool while its pods are replaced, in one sentence. */
import { formatInteger } from '../../core/format';
import type { PoolRestart } from '../../plan/diff/pool-restarts';
import { range } from '../pool-table';

export function restartText(restart: PoolRestart): string {
  const { name, replacement, replicas, answers, fitsMeanwhile } = restart;
  if (replacement === 'beside the old ones') return `pods of ${name} are replaced by new ones beside them: the old ones answer meanwhile`;
  if (replacement === 'all at once') return `pods of ${name} are replaced all at once: ${name} does not answer for ${eachFor(restart)}`;
  if (replicas.max <= 1) return `the replica of ${name} is replaced: ${name} does not answer for ${eachFor(restart)}`;
  const count = range(replicas.min, replicas.max, formatInteger);
  const how = `replicas of ${name} are replaced one by one, ${count} × ${eachFor(restart)}`;
  const meanwhile = `the demand ${fitsMeanwhile ? 'fits' : 'does not fit'} on one replica less`;
  return answers === 'yes' ? `${how}: ${meanwhile}` : `${how}: ${name} does not answer meanwhile where one runs`;
}

const eachFor = ({ secondsPerReplica }: PoolRestart): string =>
  secondsPerReplica === null ? 'a start of unknown length' : `about ${formatInteger(secondsPerReplica)} s`;
