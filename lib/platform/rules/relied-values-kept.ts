/** AF-PLT-001: fleets rely on some values of a chart. */
import { type Rule, violations } from '../../core/rule';
import { conflicts } from '../operators/chart-values';
import type { InstalledOperator } from '../platform-view';

export const reliedValuesKept: Rule<InstalledOperator> = {
  id: 'relied-values-kept',
  code: 'AF-PLT-001',
  title: 'A chart value contradicts one that the fleets rely on.',
  why: 'Fleets lose metrics, placement or data without an error.',
  fix: "Leave the value out, or declare that the operator is managed elsewhere ('existing').",
  severity: 'error',
  check({ operator: { prop, relied, overrides, releaseName } }) {
    if (Object.keys(overrides).length === 0) return 'not-applicable';
    return violations(
      conflicts(relied, overrides).map(({ path, given, needed }) => ({
        prop: `${prop}.values.${path}`,
        value: given,
        allowed: JSON.stringify(needed),
        message: `fleets rely on ${path} of ${releaseName}; with another value they lose metrics, placement or data without an error`,
        repairs: [`remove ${path} from ${prop}.values`, `${prop}: 'existing' when ${releaseName} is managed elsewhere`],
      })),
    );
  },
};
