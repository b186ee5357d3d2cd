/** What is wrong with how fleets are watched: alerts that come too late, and figures that cannot be shown. */
import { closest } from '../core/closest';
import type { UnplacedFinding } from '../core/finding';
import { OPERATIONAL, severityIn } from '../core/rule';
import type { ObservabilityStackSpec } from './observability-stack-props';
import type { ObservedPool } from './observed-pool';

/** Published limits: above the first a KV cache is on its way to full, above the second it is. */
const KV_WARNING = 0.85;
const KV_CRITICAL = 0.9;

export function observabilityFindings(spec: ObservabilityStackSpec, pools: readonly ObservedPool[]): UnplacedFinding[] {
  return [...firstToken(spec), ...kvCache(spec), ...queue(spec), ...targets(spec, pools), ...dashboards(spec), ...prices(spec, pools)];
}

function firstToken({ alerts }: ObservabilityStackSpec): UnplacedFinding[] {
  if (alerts.ttftWarningShare < 1) return [];
  return [
    {
      code: 'AF-OBS-001',
      severity: 'error',
      prop: 'alerts.ttftWarningShare',
      value: alerts.ttftWarningShare,
      allowed: 'below 1',
      message: 'the warning on the first token comes only when its target is broken already',
      repairs: ['ttftWarningShare: 0.8'],
    },
  ];
}

function kvCache({ alerts }: ObservabilityStackSpec): UnplacedFinding[] {
  const late = (prop: 'kvCacheWarning' | 'kvCacheCritical', limit: number): UnplacedFinding[] =>
    alerts[prop] <= limit
      ? []
      : [
          {
            code: 'AF-OBS-002',
            severity: 'error',
            prop: `alerts.${prop}`,
            value: alerts[prop],
            allowed: `at most ${limit}`,
            message: `a KV cache alert at ${alerts[prop]} leaves no time: requests queue or are preempted by then`,
            repairs: [`${prop}: ${limit}`],
          },
        ];
  return [
    ...late('kvCacheWarning', KV_WARNING),
    ...late('kvCacheCritical', KV_CRITICAL),
    ...inOrder(alerts, 'kvCacheWarning', 'kvCacheCritical'),
  ];
}

function queue({ alerts }: ObservabilityStackSpec): UnplacedFinding[] {
  return inOrder(alerts, 'waitingWarning', 'waitingCritical');
}

function inOrder<K extends string>(alerts: Readonly<Record<K, number>>, warning: K, critical: K): UnplacedFinding[] {
  if (alerts[warning] < alerts[critical]) return [];
  return [
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      prop: `alerts.${warning}`,
      value: alerts[warning],
      allowed: `below ${critical}, which is ${alerts[critical]}`,
      message: `the warning at ${alerts[warning]} does not come before the critical alert at ${alerts[critical]}`,
      repairs: [`${warning} below ${alerts[critical]}`, `${critical} above ${alerts[warning]}`],
    },
  ];
}

function targets({ slo }: ObservabilityStackSpec, pools: readonly ObservedPool[]): UnplacedFinding[] {
  const names = pools.map((pool) => pool.name);
  return Object.keys(slo?.ttftSeconds ?? {})
    .filter((name) => !names.includes(name))
    .map((name) => {
      const suggestion = closest(name, names);
      return {
        code: 'AF-SPEC-002',
        severity: 'error',
        prop: `slo.ttftSeconds.${name}`,
        value: name,
        allowed: names.join(', '),
        message: `no watched fleet has a pool "${name}", so nobody would keep this target`,
        repairs: [suggestion === undefined ? `remove ${name}` : `did you mean ${suggestion}?`],
      };
    });
}

function dashboards({ cluster, dashboards: wanted }: ObservabilityStackSpec): UnplacedFinding[] {
  if (wanted) return [];
  return [
    {
      code: 'AF-OBS-003',
      severity: severityIn(OPERATIONAL, cluster.environment),
      prop: 'dashboards',
      value: false,
      allowed: 'true',
      message: 'nobody sees the queue beside the number of GPUs, which is how an overload looks before it hurts',
      repairs: ['dashboards: true'],
    },
  ];
}

function prices({ hourlyBudgetUsd }: ObservabilityStackSpec, pools: readonly ObservedPool[]): UnplacedFinding[] {
  const unpriced = pools.filter((pool) => pool.price === null);
  if (unpriced.length === 0) return [];
  const names = unpriced.map((pool) => pool.name).join(', ');
  const repair = "usdPerGpuHour and priceAsOf of the cluster's node pool";
  const base = { allowed: 'a price for every GPU', value: names, repairs: [repair] };
  const silent: UnplacedFinding = {
    ...base,
    code: 'AF-OBS-007',
    severity: 'warning',
    prop: 'fleets',
    message: `no price is known for the GPUs of ${names}, so neither cost per hour nor cost per token is recorded for them`,
  };
  const budget: UnplacedFinding = {
    ...base,
    code: 'AF-COST-003',
    severity: 'error',
    prop: 'hourlyBudgetUsd',
    message: `a budget over ${names} would watch a sum in which the cost of these pools is missing`,
  };
  return hourlyBudgetUsd === undefined ? [silent] : [silent, budget];
}
