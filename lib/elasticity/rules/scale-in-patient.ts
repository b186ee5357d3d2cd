/** AF-ELA-003: a model takes minutes to load again. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { type Rule, violations } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

const MIN_SCALE_IN_SECONDS = 300;

export const scaleInPatient: Rule<ScalingView> = {
  id: 'scale-in-patient',
  code: 'AF-ELA-003',
  title: 'The scaler stops replicas after too short a time without load.',
  why: 'Each start loads the model again, which takes minutes, so replicas would stop and start all the time.',
  fix: 'Raise the window.',
  severity: 'warning',
  check({ spec }) {
    return violations(
      (['scaleInWindowSeconds', 'cooldownSeconds'] as const)
        .filter((prop) => (spec[prop] ?? MIN_SCALE_IN_SECONDS) < MIN_SCALE_IN_SECONDS)
        .map((prop) => ({
          prop: `scaling.${prop}`,
          value: spec[prop],
          allowed: `at least ${MIN_SCALE_IN_SECONDS}`,
          message: `${spec[prop]} s without load stop a replica, and loading its model again takes minutes; replicas would stop and start all the time`,
          repairs: [repair(set(`scaling.${prop}`, MIN_SCALE_IN_SECONDS))],
        })),
    );
  },
};
