/** The rules of scaling policies: bounds that contradict, windows that flap, thresholds that are too late or cannot be seen, windows that change nothing. */
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { firstTokenInBuckets } from './first-token-in-buckets';
import { firstTokenKnown } from './first-token-known';
import { firstTokensForgotten } from './first-tokens-forgotten';
import { floorAwake } from './floor-awake';
import { floorBelowCeiling } from './floor-below-ceiling';
import { gpusKnown } from './gpus-known';
import { promptsKnown } from './prompts-known';
import { queueAsked } from './queue-asked';
import { scaleInPatient } from './scale-in-patient';
import { scaleOutInTime } from './scale-out-in-time';
import { scaleOutNotHasty } from './scale-out-not-hasty';
import { scalesBeforeLoad } from './scales-before-load';
import { scheduleAbovePeak } from './schedule-above-peak';
import { signalSeen } from './signal-seen';
import { sleepsAfterLoad } from './sleeps-after-load';
import { sleepsInBackground } from './sleeps-in-background';
import { startKnown } from './start-known';
import { windowAboveFloor } from './window-above-floor';
import { windowBelowCeiling } from './window-below-ceiling';
import { windowEnds } from './window-ends';

export const SCALING_RULES: readonly Rule<ScalingView>[] = [
  signalSeen,
  floorAwake,
  floorBelowCeiling,
  scaleOutInTime,
  scaleOutNotHasty,
  scaleInPatient,
  windowBelowCeiling,
  windowAboveFloor,
  windowEnds,
  startKnown,
  firstTokenKnown,
  firstTokenInBuckets,
  firstTokensForgotten,
  promptsKnown,
  gpusKnown,
  queueAsked,
  sleepsInBackground,
  sleepsAfterLoad,
  scalesBeforeLoad,
  scheduleAbovePeak,
];
