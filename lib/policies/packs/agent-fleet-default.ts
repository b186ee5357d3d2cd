import { LIBRARY, policies } from '../library';
import { type Pack, pointsOf } from '../pack';

/** Digests are read where registries are reached, and no chart or image of the library comes with one yet: whoever asks for them takes `security`. */
const ASKED_BY_SECURITY = new Set(policies('images-pinned'));

/** The rules that packs know, as serious as they are in the plan. */
export const AGENT_FLEET_DEFAULT: Pack = {
  id: 'agentFleetDefault',
  title: 'Every rule on fleets but that on digests, as serious as the plan takes it',
  points: pointsOf(LIBRARY.filter((policy) => !ASKED_BY_SECURITY.has(policy))),
};
