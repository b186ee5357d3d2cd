/** The rules on acknowledgements. */
import type { Rule } from '../../core/rule';
import type { AcknowledgementView } from '../accepted';
import { acknowledgedRuleKnown } from './acknowledged-rule-known';
import { acknowledgementInForce } from './acknowledgement-in-force';
import { acknowledgementNeeded } from './acknowledgement-needed';
import { acknowledgementPossible } from './acknowledgement-possible';

export const ACKNOWLEDGEMENT_RULES: readonly Rule<AcknowledgementView>[] = [
  acknowledgedRuleKnown,
  acknowledgementInForce,
  acknowledgementPossible,
  acknowledgementNeeded,
];
