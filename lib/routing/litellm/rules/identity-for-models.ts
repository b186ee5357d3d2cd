/** AF-RTE-065: a cloud asks who calls, and the pods of the router cannot say. */
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const identityForModels: Rule<RouterView> = {
  id: 'identity-for-models',
  code: 'AF-RTE-065',
  title: 'An external model has no key, and its router no identity.',
  why: 'The cloud refuses every request: LiteLLM looks for credentials in its pods and finds none.',
  fix: 'Give the router the identity that its cloud trusts, or the model a key.',
  severity: 'error',
  check({ externals, spec: { identity } }) {
    const asked = externals.filter(({ byIdentity = false }) => byIdentity);
    if (asked.length === 0) return 'not-applicable';
    if (identity !== undefined) return 'compliant';
    return violations(
      asked.map(({ alias, host }) => ({
        prop: `externalModels.${alias}`,
        value: alias,
        allowed: 'a key, or an identity of the router',
        message: `${host} knows its callers by a key or by the identity of their pods, and "${alias}" has no key, the router no identity`,
        repairs: [
          "identity: WorkloadIdentity.aws({ roleArn: '…' }) or WorkloadIdentity.google({ serviceAccount: '…' }) on the router",
          `key: SecretRef.existing('…', '…') of "${alias}"`,
        ],
      })),
    );
  },
};
