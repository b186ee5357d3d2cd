/** The view refuses what it does not know: an object that it dropped silently would pass every check. */
import { FleetError } from '../../core/fleet-error';

/** @throws FleetError AF-VIEW-001, always. */
export function refuse(path: string, message: string, allowed?: string): never {
  throw new FleetError([
    {
      code: 'AF-VIEW-001',
      severity: 'error',
      path,
      message,
      ...(allowed === undefined ? {} : { allowed }),
      repairs: ['leave the resource to `terraform plan`, or look at it through FleetTemplate.resources()'],
    },
  ]);
}
