/** The rules of a queue-depth policy: bounds that contradict, windows that flap, thresholds that are already too late, windows that change nothing. */
import type { Rule } from '../../core/rule';
import type { QueueDepthView } from '../queue-depth-view';
import { floorAwake } from './floor-awake';
import { floorBelowCeiling } from './floor-below-ceiling';
import { queueSeen } from './queue-seen';
import { scaleInPatient } from './scale-in-patient';
import { scaleOutInTime } from './scale-out-in-time';
import { scaleOutNotHasty } from './scale-out-not-hasty';
import { startKnown } from './start-known';
import { windowAboveFloor } from './window-above-floor';
import { windowBelowCeiling } from './window-below-ceiling';
import { windowEnds } from './window-ends';

export const QUEUE_DEPTH_RULES: readonly Rule<QueueDepthView>[] = [
  queueSeen,
  floorAwake,
  floorBelowCeiling,
  scaleOutInTime,
  scaleOutNotHasty,
  scaleInPatient,
  windowBelowCeiling,
  windowAboveFloor,
  windowEnds,
  startKnown,
];
