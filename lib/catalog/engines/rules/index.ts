/** The rules of what a user tells an engine in the engine's own words: flags, variables, the release. */
import type { Rule } from '../../../core/rule';
import type { GivenArgs } from '../given-args';
import { flagGivenOnce } from './flag-given-once';
import { flagKnown } from './flag-known';
import { flagNotRemoved } from './flag-not-removed';
import { flagSetOnce } from './flag-set-once';
import { flagValueAccepted } from './flag-value-accepted';
import { kvTierOfOneReplica } from './kv-tier-of-one-replica';
import { type GivenEffects, planCountsIt } from './plan-counts-it';
import { type PropArgs, releaseFollowsProps } from './release-follows-props';
import { type GivenRelease, releaseRead } from './release-read';
import { type GivenVariableValues, variableValueAccepted } from './variable-value-accepted';
import { type GivenVariables, variablesRead } from './variables-read';

export const ARG_RULES: readonly Rule<GivenArgs>[] = [flagNotRemoved, flagKnown, flagSetOnce, flagGivenOnce, flagValueAccepted];
export const VARIABLE_RULES: readonly Rule<GivenVariables>[] = [variablesRead];
export const VARIABLE_VALUE_RULES: readonly Rule<GivenVariableValues>[] = [variableValueAccepted];
export const EFFECT_RULES: readonly Rule<GivenEffects>[] = [planCountsIt, kvTierOfOneReplica];
export const RELEASE_RULES: readonly Rule<GivenRelease>[] = [releaseRead];
export const PROP_ARG_RULES: readonly Rule<PropArgs>[] = [releaseFollowsProps];
