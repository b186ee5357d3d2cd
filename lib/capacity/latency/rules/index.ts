/** The rules of how long users wait: for one role, and for a whole workflow. */
import type { Rule } from '../../../core/rule';
import type { RoleLatency } from '../role-latency';
import type { AwaitedWorkflow } from '../workflow-latency';
import { chatStartsInTime } from './chat-starts-in-time';
import { targetPossible } from './target-possible';
import { tokensComeInTime } from './tokens-come-in-time';
import { voiceAnswersInTime } from './voice-answers-in-time';
import { workflowInTime } from './workflow-in-time';
import { workflowKnown } from './workflow-known';

export const ROLE_LATENCY_RULES: readonly Rule<RoleLatency>[] = [voiceAnswersInTime, chatStartsInTime, tokensComeInTime, targetPossible];

export const WORKFLOW_RULES: readonly Rule<AwaitedWorkflow>[] = [workflowKnown, workflowInTime];
