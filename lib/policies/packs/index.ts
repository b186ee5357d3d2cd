/** Packs of the library. */
import type { Pack } from '../pack';
import { AGENT_FLEET_DEFAULT } from './agent-fleet-default';
import { COST_CONTROL } from './cost-control';
import { PRODUCTION_CHECKLIST } from './production-checklist';
import { PUBLISHED_CHECKS } from './published-checks';
import { RESTRICTED } from './restricted';
import { SECURITY } from './security';

export { PRODUCTION_CHECKLIST };

export const PACKS: readonly Pack[] = [AGENT_FLEET_DEFAULT, PRODUCTION_CHECKLIST, PUBLISHED_CHECKS, COST_CONTROL, SECURITY, RESTRICTED];
