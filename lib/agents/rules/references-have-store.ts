/** AF-CPU-025: a reference leads to a store. */
import type { Rule } from '../../core/rule';
import type { MessageView } from '../message-view';

export const referencesHaveStore: Rule<MessageView> = {
  id: 'references-have-store',
  code: 'AF-CPU-025',
  title: 'Payloads of messages go by reference, and the fleet has no store.',
  why: 'There is no place that both agents reach and that the reference could name.',
  fix: "Leave sessionStore or stateStore out, so that the fleet gets one, or set payloads: 'inline'.",
  severity: 'error',
  check({ messages, hasStore }) {
    if (messages?.payloads !== 'references') return 'not-applicable';
    if (hasStore) return 'compliant';
    return [
      {
        prop: 'messages.payloads',
        value: 'references',
        allowed: "'inline', or a session store or state store",
        message: 'payloads go by reference, and the agents share no store in which they could lie',
        repairs: ["messages.payloads: 'inline'", 'remove sessionStore: false'],
      },
    ];
  },
};
