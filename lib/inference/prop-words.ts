/** Findings of the capacity laws in the words of a pool's props: the laws know a flat replica, and its data-parallel copies as replicas. */
import type { Repair, UnplacedFinding } from '../core/finding';

const PROPS: Readonly<Record<string, string>> = {
  pipelineStages: 'parallelism.pipelineStages',
  decodeContextParallel: 'parallelism.decodeContextParallel',
};

/** Only a Deployment of one pod is made: a replica does not leave its node. */
const ACROSS_NODES = /^tensorParallelAcrossNodes/;

/** Whether a finding speaks of shards over several nodes; where the nodes are known AF-CLU-004 says it with their size. */
export const isAcrossNodes = ({ repairs }: UnplacedFinding): boolean =>
  repairs.some((repair) => typeof repair === 'string' && ACROSS_NODES.test(repair));

/** @param copies data-parallel copies in one replica */
export function inPropWords(finding: UnplacedFinding, copies: number): UnplacedFinding {
  const prop = PROPS[finding.prop ?? ''] ?? finding.prop;
  return { ...finding, ...(prop === undefined ? {} : { prop }), repairs: possible(finding).map((repair) => reworded(repair, copies)) };
}

const possible = ({ repairs }: UnplacedFinding) => repairs.filter((repair) => typeof repair !== 'string' || !ACROSS_NODES.test(repair));

function reworded(repair: Repair | string, copies: number): Repair | string {
  if (typeof repair === 'string') return inWords(repair, copies);
  const { change, code } = repair;
  return { ...repair, change: inWords(change, copies), ...(code === undefined ? {} : { code: inWords(code, copies) }) };
}

/** `pipelineStages: 2` → `parallelism: { pipelineStages: 2 }`; replicas are whole, so that copies round up. */
function inWords(text: string, copies: number): string {
  return text
    .replace(/\b(pipelineStages|decodeContextParallel): (\d+)/, 'parallelism: { $1: $2 }')
    .replace(/^gpusPerNode: (\d+),.*$/, 'a node pool of the cluster with gpusPerNode: $1')
    .replace(/\bconversationsPerDay\b/, 'conversations.perDay')
    .replace(
      /\b(replicas|scaling\.(?:min|max)): (\d+)/,
      (_, name: string, count: string) => `${name}: ${Math.ceil(Number(count) / copies)}`,
    );
}
