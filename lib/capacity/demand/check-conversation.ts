/** A framework that keeps the whole conversation, against the context that a role plans. */
import type { FrameworkId } from '../../catalog/frameworks';
import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { ContextBound, ContextGrowth } from './context-growth';
import { conversationPlanned } from './rules/conversation-planned';

/** AF-CAP-015: a strategy that bounds the conversation counts. */
export function checkConversation(
  framework: FrameworkId,
  role: string,
  contextTokens: number,
  growth: ContextGrowth,
  strategy?: ContextBound,
): UnplacedFinding[] {
  return evaluateRules([conversationPlanned], { role, framework, contextTokens, growth, strategy, capTokens: Number.POSITIVE_INFINITY });
}
