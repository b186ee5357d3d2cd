/** The rules of how fleets are watched: alerts that come too late, and figures that cannot be shown. */
import type { Rule } from '../../core/rule';
import type { WatchedPool, WatchView } from '../watch-view';
import { budgetAboveFloor } from './budget-above-floor';
import { budgetGiven } from './budget-given';
import { budgetHasPrices } from './budget-has-prices';
import { costRecorded } from './cost-recorded';
import { costShownByTier } from './cost-shown-by-tier';
import { firstTokenAlertInTime } from './first-token-alert-in-time';
import { fleetTraced } from './fleet-traced';
import { kvCacheAlertInTime } from './kv-cache-alert-in-time';
import { metricsScraped } from './metrics-scraped';
import { queueShown } from './queue-shown';
import { sloWithinTargets } from './slo-within-targets';
import { spendWatched } from './spend-watched';
import { targetInBuckets } from './target-in-buckets';
import { targetOfWatchedPool } from './target-of-watched-pool';
import { warningBeforeCritical } from './warning-before-critical';
import { watchedInApp } from './watched-in-app';
import { watchedInCluster } from './watched-in-cluster';

export const WATCH_RULES: readonly Rule<WatchView>[] = [
  firstTokenAlertInTime,
  kvCacheAlertInTime,
  warningBeforeCritical,
  targetOfWatchedPool,
  targetInBuckets,
  sloWithinTargets,
  queueShown,
  costShownByTier,
  metricsScraped,
  costRecorded,
  spendWatched,
  fleetTraced,
  budgetGiven,
  budgetHasPrices,
  budgetAboveFloor,
];

export const WATCHED_RULES: readonly Rule<WatchedPool>[] = [watchedInApp, watchedInCluster];
