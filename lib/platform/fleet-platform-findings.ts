/** What is wrong with the operators: overridden values that something relies on, and a Prometheus that is not used. */
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { literalSecretsIn } from '../core/secrets/literal-secret';
import { HELD_STATE_RULES } from '../security/rules';
import type { Cluster } from './cluster';
import { distributionFacts } from './distribution';
import { unwritableTokens } from './operators/chart-values';
import type { Operator } from './operators/operator';
import { OPERATOR_RULES } from './rules';

export function platformFindings(path: string, cluster: Cluster, operators: readonly Operator[]): Finding[] {
  return operators.flatMap((operator) => [
    ...[
      ...evaluateRules(OPERATOR_RULES, {
        operator,
        prometheusUrl: cluster.prometheusUrl,
        brings: distributionFacts(cluster.distribution).brings,
      }),
      ...tokens(operator),
      ...heldMetrics(cluster, operator),
    ].map((finding) => place(path, finding)),
    ...literalSecretsIn(operator.overrides, path, `${operator.prop}.values`),
  ]);
}

function tokens({ prop, overrides }: Operator): UnplacedFinding[] {
  return unwritableTokens(overrides).map((path) => ({
    code: 'AF-SPEC-005',
    severity: 'error',
    prop: `${prop}.values.${path}`,
    allowed: 'a plain value, or a text token',
    message: `${prop}.values.${path} is a Terraform token that is not a text; the values of a chart cannot hold it`,
    repairs: ['pass a plain value'],
  }));
}

/** The volume of the metrics goes with its namespace. */
function heldMetrics({ environment }: Cluster, { prop, namespace, holdsData }: Operator): UnplacedFinding[] {
  if (holdsData === undefined) return [];
  const holds = `namespace ${namespace}`;
  const held = { holds, fixed: ['monitoringNamespace of the cluster'], deletionProtection: holdsData, of: prop };
  return evaluateRules(HELD_STATE_RULES, held, { environment });
}
