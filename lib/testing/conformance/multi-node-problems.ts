/** What an adapter breaks of its contract for replicas on several nodes. */
import { parseArgs } from '../../catalog/engines/parse-args';
import type { EngineAdapter, ServingSpec } from '../../inference/engines/adapter';
import { type MultiNode, type ReplicaNode, replicaNode } from '../../inference/engines/multi-node';
import { type ContractProblem, isSame, unless } from './problem';

/** Nodes of the samples. */
const NODES = 3;
const ROLES = ['leader', 'worker'] as const;

/** Empty where the engine runs on one node alone. */
export function multiNodeProblems(adapter: EngineAdapter, { replica }: ServingSpec): ContractProblem[] {
  const { multiNode, ownedFlags, definition } = adapter;
  if (multiNode === undefined) return [];
  const { workerHealthPath: path } = multiNode;
  const owned = [...ownedFlags, ...definition.alwaysOwned];
  return [
    ...unless(path === null || path.startsWith('/'), 'multiNode.workerHealthPath', `"${path}" is no path`),
    ...ROLES.flatMap((role) => roleProblems(multiNode, replicaNode(role, NODES))),
    ...ROLES.flatMap((role) => parseArgs(multiNode.args(replicaNode(role, NODES))).flags).flatMap(({ written }) => [
      ...unless(
        owned.includes(written),
        'ownedFlags',
        `${written} is set by multiNode and not owned: extraArgs could set it a second time`,
      ),
      ...unless(replica.engine.knowsFlag(written) !== 'never', 'multiNode.args', `${written} is in no release of the flag table`),
    ]),
  ];
}

/** Ranks meet at the leader, know their number, and how many they are. */
function roleProblems({ args }: MultiNode, node: ReplicaNode): ContractProblem[] {
  const given = args(node);
  const says = (text: string) => given.some((word) => word.includes(text));
  const part = 'multiNode.args';
  return [
    ...unless(isSame(given, args(node)), part, 'two calls give different arguments'),
    ...unless(says(node.leaderAddress), part, `nothing tells a ${node.role} where the leader is`),
    ...unless(given.includes(node.rank), part, `nothing tells a ${node.role} its rank`),
    ...unless(given.includes(String(node.nodes)), part, `nothing tells a ${node.role} how many nodes there are`),
  ];
}
