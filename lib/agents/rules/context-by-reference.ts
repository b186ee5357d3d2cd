/** AF-CPU-006: what is long lies in a store, and agents hand over where. */
import { formatInteger } from '../../core/format';
import type { Rule } from '../../core/rule';
import type { MessageView } from '../message-view';

/** Tokens from which a context is long to send: about 64 KiB of text. Assumed; nobody has published a bound. */
const LONG_TOKENS = 16_384;

export const contextByReference: Rule<MessageView> = {
  id: 'context-by-reference',
  code: 'AF-CPU-006',
  title: 'A role with a long context hands work to another, and nothing says that payloads go by reference.',
  why: 'Sent as a whole, such a context is written, sent and read at every hand-over, and fills the context of whoever takes it.',
  fix: "Keep payloads in a store and send their keys: messages with payloads: 'references'.",
  severity: 'warning',
  check({ handovers, messages }) {
    const long = handovers.filter(({ contextTokens }) => contextTokens >= LONG_TOKENS);
    const [first] = long;
    if (first === undefined) return 'not-applicable';
    if (messages?.payloads === 'references') return 'compliant';
    return [
      {
        prop: messages === undefined ? 'messages' : 'messages.payloads',
        value: messages?.payloads,
        allowed: "'references'",
        message: `'${first.from}' holds up to ${formatInteger(first.contextTokens)} tokens and hands work to '${first.to}'; as one text that is about ${Math.round((first.contextTokens * 4) / 1024)} KiB`,
        repairs: [messages === undefined ? "messages: { …, payloads: 'references' }" : "messages.payloads: 'references'"],
      },
    ];
  },
};
