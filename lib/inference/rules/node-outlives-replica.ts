/** AF-CLU-060: a node that goes before its replica has started, or before what is in flight is answered. */
import { type Rule, type Violation, violations } from '../../core/rule';
import type { NodeLife } from '../started-node';

/** Share of its life that a node may spend on starting and ending a replica before it is said; assumed. */
const MOST_SHARE = 0.1;
const MINUTE = 60;
const HOUR = 3600;

export const nodeOutlivesReplica: Rule<NodeLife> = {
  id: 'node-outlives-replica',
  code: 'AF-CLU-060',
  title: 'Nodes of Karpenter go before a replica on them has started or drained (error), or spend much of their life on it (warning).',
  why: 'What is in flight is cut off, or replicas start again and again and hardly ever answer.',
  fix: 'Give nodes more time: drainMinutes and expireAfterHours of KarpenterNodePools.',
  severity: ['error', 'warning'],
  check: (life) => violations([...drained(life), ...outlived(life)]),
};

function drained({ pool, nodePool, graceSeconds, drainMinutes }: NodeLife): Violation[] {
  const needed = Math.ceil(graceSeconds / MINUTE);
  if (drainMinutes >= needed) return [];
  return [
    {
      severity: 'error',
      prop: 'drainMinutes of KarpenterNodePools',
      value: drainMinutes,
      allowed: `at least ${needed}`,
      message: `a pod of ${pool} has ${graceSeconds} s to answer what is in flight, and a node of "${nodePool}" ends it after ${drainMinutes * MINUTE} s`,
      repairs: [`drainMinutes: ${needed} of KarpenterNodePools`],
    },
  ];
}

function outlived({ pool, nodePool, startSeconds, graceSeconds, expireAfterHours }: NodeLife): Violation[] {
  const busy = startSeconds + graceSeconds;
  const life = expireAfterHours * HOUR;
  if (busy <= life * MOST_SHARE) return [];
  const needed = Math.ceil(busy / MOST_SHARE / HOUR);
  return [
    {
      severity: busy >= life ? 'error' : 'warning',
      prop: 'expireAfterHours of KarpenterNodePools',
      value: expireAfterHours,
      allowed: `at least ${needed}`,
      message: `a replica of ${pool} takes ${Math.ceil(busy / MINUTE)} min to start and to drain, and a node of "${nodePool}" is replaced after ${expireAfterHours} h`,
      repairs: [`expireAfterHours: ${needed} of KarpenterNodePools`],
    },
  ];
}
