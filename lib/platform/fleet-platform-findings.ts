/** What is wrong with the operators: overridden values that something relies on, and a Prometheus that nobody asks. */
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { literalSecretsIn } from '../core/secrets/literal-secret';
import { HELD_STATE_RULES } from '../security/rules';
import type { Cluster } from './cluster';
import { conflicts, unwritableTokens } from './operators/chart-values';
import type { Operator } from './operators/operator';

export function platformFindings(path: string, cluster: Cluster, operators: readonly Operator[]): Finding[] {
  return operators.flatMap((operator) => [
    ...[...overridden(operator), ...tokens(operator), ...unasked(cluster, operator), ...heldMetrics(cluster, operator)].map((finding) =>
      place(path, finding),
    ),
    ...literalSecretsIn(operator.overrides, path, `${operator.prop}.values`),
  ]);
}

function overridden({ prop, relied, overrides, releaseName }: Operator): UnplacedFinding[] {
  return conflicts(relied, overrides).map(({ path, given, needed }) => ({
    code: 'AF-PLT-001',
    severity: 'error',
    prop: `${prop}.values.${path}`,
    value: given,
    allowed: JSON.stringify(needed),
    message: `fleets rely on ${path} of ${releaseName}; with another value they lose metrics, placement or data without an error`,
    repairs: [`remove ${path} from ${prop}.values`, `${prop}: 'existing' when somebody else owns ${releaseName}`],
  }));
}

function tokens({ prop, overrides }: Operator): UnplacedFinding[] {
  return unwritableTokens(overrides).map((path) => ({
    code: 'AF-SPEC-005',
    severity: 'error',
    prop: `${prop}.values.${path}`,
    allowed: 'a plain value, or a text token',
    message: `${prop}.values.${path} is a Terraform token that is no text; it cannot stand in the values of a chart`,
    repairs: ['pass a plain value'],
  }));
}

/** Scaling asks the cluster's address, not the release. */
function unasked(cluster: Cluster, { id, prop, namespace }: Operator): UnplacedFinding[] {
  const host = new URL(cluster.prometheusUrl).hostname;
  if (id !== 'prometheus' || host.split('.')[1] === namespace) return [];
  return [
    {
      code: 'AF-PLT-002',
      severity: 'warning',
      prop,
      value: cluster.prometheusUrl,
      allowed: `an address in namespace ${namespace}, or ${prop}: 'existing'`,
      message: `Prometheus is installed in namespace ${namespace}, but scaling asks ${cluster.prometheusUrl}`,
      repairs: [`${prop}: 'existing'`, 'remove prometheusUrl from the cluster'],
    },
  ];
}

/** The volume of the metrics goes with its namespace. */
function heldMetrics({ environment }: Cluster, { prop, namespace, holdsData }: Operator): UnplacedFinding[] {
  if (holdsData === undefined) return [];
  const holds = `namespace ${namespace}`;
  const held = { holds, fixed: ['monitoringNamespace of the cluster'], deletionProtection: holdsData, of: prop };
  return evaluateRules(HELD_STATE_RULES, held, { environment });
}
