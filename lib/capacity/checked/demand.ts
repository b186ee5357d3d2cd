/** Questions about what roles ask for, as programs outside of this room ask them: arguments are checked, then answered. */
import { checked } from '../../core/checked';
import { checkAlwaysThere as alwaysThere } from '../demand/always-there';
import { checkConversation as conversation } from '../demand/check-conversation';
import { checkGrowth as growthFindings } from '../demand/check-growth';
import { checkPercentiles as percentileFindings } from '../demand/check-percentiles';
import { planConversations as planned } from '../demand/conversations';
import { demandOfTokenRate as ofTokenRate } from '../demand/request-rate';
import {
  conversationsArgument,
  frameworkArgument,
  growthArgument,
  measuredArgument,
  percentilesArgument,
  servedRolesArgument,
  strategyArgument,
  surroundingsArgument,
  tokenRateArgument,
} from '../demand-arguments';
import { amount, count, replicaArgument, shownName } from '../replica-argument';

/**
 * Demand of a service that is known by its conversations a day: what its sessions hold and send in every hour. A conversation holds cache while it is
 * answered, and between its turns as long as it is kept there.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export const planConversations = checked('planConversations', { service: conversationsArgument }, planned);

/**
 * Tokens a second as the demand of a role on `replicas` replicas: as many sessions as are then in flight at the peak. Null when no number of sessions
 * reaches it, or when facts are missing: judge it with a rate and the sessions you know.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const demandOfTokenRate = checked(
  'demandOfTokenRate',
  { asked: tokenRateArgument, spec: replicaArgument, replicas: count(1), measured: measuredArgument.optional() },
  ofTokenRate,
);

/**
 * AF-ENG-008: roles that somebody waits for need a floor and a GPU of their own. Where one request of the framework touches several agents, the strictest
 * of them counts for all, and turns are refused whoever waits: every step would wait for a load.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const checkAlwaysThere = checked('checkAlwaysThere', { framework: frameworkArgument, roles: servedRolesArgument }, alwaysThere);

/**
 * AF-CAP-015: the framework keeps the whole conversation, and the role plans less. A strategy that bounds the conversation counts.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const checkConversation = checked(
  'checkConversation',
  {
    framework: frameworkArgument,
    role: shownName,
    contextTokens: amount,
    growth: growthArgument,
    strategy: strategyArgument.optional(),
  },
  conversation,
);

/**
 * AF-CAP-009: nothing bounds the growth; AF-CAP-010: long sessions have no pool to go to; AF-CAP-035: they go there too late.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const checkGrowth = checked(
  'checkGrowth',
  {
    role: shownName,
    growth: growthArgument,
    capTokens: amount,
    strategy: strategyArgument.optional(),
    surroundings: surroundingsArgument.optional(),
  },
  growthFindings,
);

/**
 * AF-CAP-036: one session in twenty is longer than the cap, and no strategy and no pool takes it.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const checkPercentiles = checked(
  'checkPercentiles',
  { role: shownName, percentiles: percentilesArgument, capTokens: amount, strategy: strategyArgument.optional() },
  percentileFindings,
);
