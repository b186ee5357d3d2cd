/** Roles and their bindings (structures_rbac.go). */
import { block, blocks, type Table, text, textSet, texts } from '../field';

export const roleRules = blocks('rules', { api_groups: textSet, resource_names: textSet, resources: textSet, verbs: textSet });

export const clusterRoleRules = blocks('rules', {
  api_groups: texts,
  non_resource_urls: { ...texts, name: 'nonResourceURLs' },
  resource_names: texts,
  resources: texts,
  verbs: texts,
});

const SUBJECT: Table = { api_group: text(), kind: text(), name: text(), namespace: text('default') };

export const roleRef = block({ api_group: text(), kind: text(), name: text() });
export const subjects = blocks('subjects', SUBJECT);
