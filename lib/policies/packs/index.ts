/** Packs of the library. */
import type { Pack } from '../pack';
import { AGENT_FLEET_DEFAULT } from './agent-fleet-default';
import { PRODUCTION_CHECKLIST } from './production-checklist';

export { AGENT_FLEET_DEFAULT, PRODUCTION_CHECKLIST };

export const PACKS: readonly Pack[] = [AGENT_FLEET_DEFAULT, PRODUCTION_CHECKLIST];
