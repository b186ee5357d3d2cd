import { LIBRARY } from '../library';
import { type Pack, pointsOf } from '../pack';

/** Every rule that packs know, as serious as it is in the plan. */
export const AGENT_FLEET_DEFAULT: Pack = {
  id: 'agentFleetDefault',
  title: 'Every rule on fleets, as serious as the plan takes it',
  points: pointsOf(LIBRARY),
};
