import type { DemandSource } from '../inference/pool-demand';
import type { Roles } from './fleet-pools';

/** Whether the load of a role follows the hours of a day. */
export const haveDay = (roles: Roles): boolean => Object.values(roles).some(({ conversations }) => conversations !== undefined);

/** A demand that is known once every fleet of the app is there. */
export const laterDemand = (source: () => DemandSource, varies: boolean): DemandSource => ({
  planned: () => source().planned(),
  peak: () => source().peak(),
  classes: () => source().classes?.() ?? [],
  ...(varies ? { atHour: (hour) => source().atHour?.(hour) ?? source().planned() } : {}),
  traffic: () => source().traffic?.() ?? [],
  orchestrators: () => source().orchestrators?.() ?? [],
  interruptible: () => source().interruptible?.() ?? false,
});
