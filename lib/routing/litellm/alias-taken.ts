/** An alias that two external models would answer. */
import { FleetSpecError } from '../../core/fleet-error';

export function aliasTaken(path: string, alias: string): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-003',
      severity: 'error',
      path,
      prop: 'externalModels',
      value: alias,
      allowed: 'one external model for each alias',
      message: `the alias "${alias}" leads to another external model already`,
      repairs: ['another name for the role', 'the same ExternalModel in both places'],
    },
  ]);
}
