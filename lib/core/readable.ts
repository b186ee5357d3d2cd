import { type Finding, place, type UnplacedFinding } from './finding';
import { FleetSpecError, isFleetError } from './fleet-error';
import { unreadableFinding } from './unreadable';

/** Whose data is read: the path of a construct or the name of a function, and what the data are for. */
export interface ReadContext {
  readonly path: string;
  readonly className: string;
}

/**
 * Reads data of somebody else: what throws while it is read is refused like any other wrong value.
 *
 * @throws FleetSpecError AF-SPEC-001 that names the part which throws; errors of ours as they are.
 */
export function readable<T>(data: unknown, context: ReadContext, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw isFleetError(error) ? error : new FleetSpecError([placed(context, unreadableFinding(data, error))]);
  }
}

/** What is wrong with all of the data has no path in them: it is named by what they are for. */
export const placed = ({ path, className }: ReadContext, finding: UnplacedFinding): Finding =>
  place(path, { ...finding, prop: finding.prop === undefined || finding.prop === '' ? className : finding.prop });
