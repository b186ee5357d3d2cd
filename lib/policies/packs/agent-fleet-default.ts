import { LIBRARY, policies } from '../library';
import { type Pack, pointsOf } from '../pack';

/** The plan warns of images by tag in production. Most digests are read where registries are reached, as images of your own are: whoever wants a pack to ask for all of them takes `security`. */
const ASKED_BY_SECURITY = new Set(policies('images-pinned'));

/** The rules that packs know, as serious as they are in the plan. */
export const AGENT_FLEET_DEFAULT: Pack = {
  id: 'agentFleetDefault',
  title: 'Every rule on fleets but that on digests, as serious as the plan takes it',
  points: pointsOf(LIBRARY.filter((policy) => !ASKED_BY_SECURITY.has(policy))),
};
