/** Names, labels and selectors. A namespaced object without a namespace goes to `default`: the provider says so, not the server. */
import { block, blocks, notSent, type Table, text, textMap, textSet } from '../field';

const TEMPLATE_METADATA: Table = {
  name: text(),
  generate_name: text(),
  namespace: text(),
  labels: textMap,
  annotations: textMap,
  generation: notSent,
  resource_version: notSent,
  uid: notSent,
};

/** Metadata of a pod or claim template. */
export const templateMetadata = block(TEMPLATE_METADATA);
export const clusterMetadata = block(TEMPLATE_METADATA);
export const namespacedMetadata = block({ ...TEMPLATE_METADATA, namespace: text('default') });

const REQUIREMENT: Table = { key: text(), operator: text(), values: textSet };

export const labelSelector = block({ match_labels: textMap, match_expressions: blocks(undefined, REQUIREMENT) });
export const nodeRequirements = blocks(undefined, REQUIREMENT);
