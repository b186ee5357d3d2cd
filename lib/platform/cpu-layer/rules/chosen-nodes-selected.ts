/** AF-CLU-076: a node pool that pods name has something by which they select its nodes. */
import { type Rule, violations } from '../../../core/rule';
import { selectedNodes } from '../../placement';
import type { ChosenNodes } from '../named-pools';

export const chosenNodesSelected: Rule<ChosenNodes> = {
  id: 'chosen-nodes-selected',
  code: 'AF-CLU-076',
  title: 'cpuNodePools names a node pool whose nodes nothing tells from others.',
  why: 'Pods select nodes by labels and zones; without any they would run on other nodes than the ones that were named.',
  fix: 'Say the labels that the nodes have, e.g. by a preset of `Nodes`.',
  severity: 'error',
  check({ prop, names, nodePools }) {
    const named = nodePools.filter(({ name, gpu }) => names.includes(name) && gpu === undefined);
    if (named.length === 0) return 'not-applicable';
    return violations(
      named
        .filter((nodePool) => !selectedNodes(nodePool))
        .map(({ name }) => ({
          prop,
          value: name,
          allowed: 'a node pool with labels or zones',
          message: `node pool "${name}" has no labels, so pods cannot select its nodes`,
          repairs: [
            `nodePools: { ${name}: Nodes.eksManaged({ nodeGroup: '${name}', … }) }, or the preset of your cloud`,
            `nodePools: { ${name}: { …, labels: { 'your.company/pool': '${name}' } } }, as its nodes are labelled`,
          ],
        })),
    );
  },
};
