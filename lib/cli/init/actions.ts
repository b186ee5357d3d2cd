/** Actions that workflows use, by the commit of a release: a tag can be moved to other code. Read in their repositories on 2026-11-29. */
import { Document, isScalar, visit } from 'yaml';

interface Action {
  /** Commit of the release. */
  readonly commit: string;
  readonly release: string;
}

export const ACTIONS: Readonly<Record<string, Action>> = {
  'actions/attest-sbom': { commit: 'bd218ad0dbcb3e146bd073d1d9c6d78e08aa8a0b', release: 'v2.4.0' },
  'actions/cache': { commit: '0057852bfaa89a56745cba8c7296529d2fc39830', release: 'v4.3.0' },
  'actions/checkout': { commit: '11d5960a326750d5838078e36cf38b85af677262', release: 'v4.4.0' },
  'actions/setup-go': { commit: '40f1582b2485089dde7abd97c1529aa768e1baff', release: 'v5.6.0' },
  'actions/setup-node': { commit: '49933ea5288caeca8642d1e84afbd3f7d6820020', release: 'v4.4.0' },
  'actions/upload-artifact': { commit: 'ea165f8d65b6e75b540449e92b4886f43607fa02', release: 'v4.6.2' },
  'hashicorp/setup-terraform': { commit: 'b9cd54a3c349d3f38e8881555d616ced269862dd', release: 'v3.1.2' },
};

/** A workflow as YAML; each action by its commit, with its release beside it for people and for tools that update it. */
export function workflowYaml(workflow: object): string {
  const document = new Document(workflow, { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'uses' || !isScalar(value)) return;
      const action = ACTIONS[String(value.value)];
      if (action === undefined) return;
      value.value = `${value.value}@${action.commit}`;
      value.comment = ` ${action.release}`;
    },
  });
  return document.toString({ lineWidth: 0 });
}
