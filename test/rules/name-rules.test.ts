import { Engine } from '../../lib/catalog/engines/engine';
import { ADAPTER_RULES } from '../../lib/inference/rules';
import { ALIAS_RULES } from '../../lib/routing/rules';
import {
  ASPECT_RULES,
  KEPT_RULES,
  OVERRIDE_RULES,
  PROVIDER_RULES,
  RESERVED_NAME_RULES,
  START_ORDER_RULES,
} from '../../lib/terraform/rules';
import { describeRules } from './cases';

const reserved = (...meanings: readonly string[]) => ({
  realm: 'pool in namespace research',
  name: 'planner',
  reservations: meanings.map((meaning, index) => ({ meaning, path: `research/${index}` })),
});

describeRules('rules of names that must be unique', RESERVED_NAME_RULES, {
  'name-used-once': { violated: [reserved('a', 'b')], compliant: reserved('a', 'a'), notApplicable: reserved('a') },
});

const resource = (isBound: boolean, ...clusters: readonly string[]) => ({ clusters, isBound, kind: 'kubernetes' as const });

describeRules('rules of resources in a stack of several clusters', PROVIDER_RULES, {
  'resource-names-cluster': {
    violated: [resource(false, 'prod-eu', 'prod-us')],
    compliant: resource(true, 'prod-eu', 'prod-us'),
    notApplicable: resource(false, 'prod-eu'),
  },
});

const routes = (...groups: readonly boolean[]) => ({
  alias: 'coder',
  routes: groups.map((group, index) => ({ pool: `research/${index}`, owner: 'research/crew', group })),
});

describeRules('rules of an alias', ALIAS_RULES, {
  'alias-has-one-pool': { violated: [routes(true, false)], compliant: routes(true, true), notApplicable: routes(false) },
});

describeRules('rules of the engine of a pool', ADAPTER_RULES, {
  'engine-has-adapter': {
    violated: [{ engine: Engine.vllm(), registered: ['sglang'] }],
    compliant: { engine: Engine.vllm(), registered: ['sglang', 'vllm'] },
    notApplicable: 'always',
  },
});

const overridden = (...fields: readonly string[]) => ({ path: 'research/model/deployment', fields, set: [] });

describeRules('rules of overrides', OVERRIDE_RULES, {
  'override-counted': {
    violated: [overridden('metadata.labels', 'spec.template.spec.container.0.args')],
    compliant: overridden('spec.template.metadata.annotations'),
    notApplicable: overridden(),
  },
});

describeRules('rules of constructs that stay', KEPT_RULES, {
  'construct-kept': {
    violated: [{ path: 'research/planner', isInTree: false }],
    compliant: { path: 'research/planner', isInTree: true },
    notApplicable: 'always',
  },
});

const started = (isKept: boolean, stacks: readonly [string, string] | null = ['research', 'stores']) => ({
  client: 'research/agents/deployment',
  needed: 'stores/sessions/stateful-set',
  stacks,
  isKept,
});

const above = (aspects: number) => ({ scope: 'the App', aspects });

describeRules('rules of aspects above stacks', ASPECT_RULES, {
  'aspects-run': { violated: [above(1)], compliant: 'never', notApplicable: above(0) },
});

describeRules('rules of what starts after what', START_ORDER_RULES, {
  'started-in-order': { violated: [started(false)], compliant: started(true), notApplicable: 'always' },
});
