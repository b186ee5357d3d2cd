/** Affinity (structures_affinity.go): terms may be repeated although the provider names them in the singular. */
import { block, blocks, type Table, text, textSet, whole } from '../field';
import { labelSelector, nodeRequirements } from './metadata';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

const NODE_TERM: Table = { match_expressions: nodeRequirements, match_fields: nodeRequirements };

const POD_TERM: Table = {
  label_selector: labelSelector,
  namespace_selector: labelSelector,
  namespaces: textSet,
  topology_key: text(),
};

const podAffinity = block({
  required_during_scheduling_ignored_during_execution: blocks(REQUIRED, POD_TERM),
  preferred_during_scheduling_ignored_during_execution: blocks(PREFERRED, { weight: whole(), pod_affinity_term: block(POD_TERM) }),
});

export const affinity = block({
  node_affinity: block({
    required_during_scheduling_ignored_during_execution: block({ node_selector_term: blocks('nodeSelectorTerms', NODE_TERM) }),
    preferred_during_scheduling_ignored_during_execution: blocks(PREFERRED, { weight: whole(), preference: block(NODE_TERM) }),
  }),
  pod_affinity: podAffinity,
  pod_anti_affinity: podAffinity,
});
