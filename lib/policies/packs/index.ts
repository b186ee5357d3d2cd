/** Packs of the library. */
import type { Pack } from '../pack';
import { AGENT_FLEET_DEFAULT } from './agent-fleet-default';
import { COST_CONTROL } from './cost-control';
import { PRODUCTION_CHECKLIST } from './production-checklist';
import { RESTRICTED } from './restricted';
import { SECURITY } from './security';

export { PRODUCTION_CHECKLIST };

export const PACKS: readonly Pack[] = [AGENT_FLEET_DEFAULT, PRODUCTION_CHECKLIST, COST_CONTROL, SECURITY, RESTRICTED];
