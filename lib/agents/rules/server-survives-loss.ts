/** AF-CPU-009: agents wait for their tools, so a server of one pod stops them whenever its node is drained. */
import { OPERATIONAL, type Rule } from '../../core/rule';

/** An MCP server or a sandbox as its clients depend on it. */
export interface ServedTools {
  readonly name: string;
  readonly replicas: number;
}

export const serverSurvivesLoss: Rule<ServedTools> = {
  id: 'server-survives-loss',
  code: 'AF-CPU-009',
  title: 'An MCP server or a sandbox has one pod.',
  why: 'While its node is drained or replaced, every call of its tools fails.',
  fix: 'Run two or more replicas; the default is two.',
  severity: OPERATIONAL,
  check({ name, replicas }) {
    if (replicas > 1) return 'compliant';
    return [
      {
        prop: 'replicas',
        value: replicas,
        allowed: '2 or more',
        message: `${name} has one pod; while its node is drained, every call of its tools fails`,
        repairs: ['replicas: 2'],
      },
    ];
  },
};
