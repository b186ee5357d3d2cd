/** The rules of a router, in the order in which findings are printed. */
import type { Rule } from '../../../core/rule';
import type { RouterView } from '../router-view';
import { admitsWhatFleetsPlan } from './admits-what-fleets-plan';
import { admitsWhatPoolsHold } from './admits-what-pools-hold';
import { budgetHasPrice } from './budget-has-price';
import { budgetsHaveDatabase } from './budgets-have-database';
import { clientKeyUsed } from './client-key-used';
import { clientModelsServed } from './client-models-served';
import { databaseOfOneRouter } from './database-of-one-router';
import { databaseWithoutClients } from './database-without-clients';
import { externalAdmitsPlan } from './external-admits-plan';
import { externalAliasFree } from './external-alias-free';
import { fallbackAdmitsMore } from './fallback-admits-more';
import { fallbackAdmitsPlan } from './fallback-admits-plan';
import { fallbackKeepsHeaders } from './fallback-keeps-headers';
import { fallbackServed } from './fallback-served';
import { fallbackToOther } from './fallback-to-other';
import { fallbackToOtherPools } from './fallback-to-other-pools';
import { healthAskedOften } from './health-asked-often';
import { identityForModels } from './identity-for-models';
import { instancesCarryPlan } from './instances-carry-plan';
import { limitsFallbacksCosts } from './limits-fallbacks-costs';
import { outsideAliasesServed } from './outside-aliases-served';
import { overflowHappens } from './overflow-happens';
import { refusalsByProviders } from './refusals-by-providers';
import { replicasShareStore } from './replicas-share-store';
import { routeAdapterServed } from './route-adapter-served';
import { routeInCluster } from './route-in-cluster';
import { routeRatesAdmitPlan } from './route-rates-admit-plan';
import { routeSharesKept } from './route-shares-kept';
import { runawaysStopped } from './runaways-stopped';
import { sessionsFindTheirCache } from './sessions-find-their-cache';
import { settingsKnown } from './settings-known';
import { settingsPlanned } from './settings-planned';
import { teamKnown } from './team-known';
import { timeoutOutlastsEngine } from './timeout-outlasts-engine';
import { toolsBesideRouter } from './tools-beside-router';
import { tracedOnce } from './traced-once';
import { worstCaseBounded } from './worst-case-bounded';

export const ROUTER_RULES: readonly Rule<RouterView>[] = [
  routeInCluster,
  routeSharesKept,
  routeAdapterServed,
  fallbackServed,
  fallbackToOther,
  fallbackToOtherPools,
  fallbackAdmitsMore,
  fallbackAdmitsPlan,
  refusalsByProviders,
  externalAliasFree,
  identityForModels,
  fallbackKeepsHeaders,
  overflowHappens,
  replicasShareStore,
  sessionsFindTheirCache,
  timeoutOutlastsEngine,
  admitsWhatPoolsHold,
  admitsWhatFleetsPlan,
  externalAdmitsPlan,
  routeRatesAdmitPlan,
  worstCaseBounded,
  instancesCarryPlan,
  limitsFallbacksCosts,
  runawaysStopped,
  clientKeyUsed,
  clientModelsServed,
  outsideAliasesServed,
  budgetsHaveDatabase,
  teamKnown,
  databaseOfOneRouter,
  databaseWithoutClients,
  budgetHasPrice,
  tracedOnce,
  settingsKnown,
  settingsPlanned,
  toolsBesideRouter,
  healthAskedOften,
];
