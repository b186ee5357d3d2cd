/** AF-SEC-004: an agent acts on what another one sends only when it can check it. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { MessageView } from '../message-view';

export const messagesValidated: Rule<MessageView> = {
  id: 'messages-validated',
  code: 'AF-SEC-004',
  title: 'Agents hand work to each other, and nothing says what a message looks like or who signed it.',
  why: 'An agent that was turned by its input passes instructions on, and the next one takes them for those of its colleague.',
  fix: 'Give the fleet messages: a JSON Schema for each type, and a key to sign with.',
  severity: OPERATIONAL,
  check({ handovers, messages }) {
    const [first] = handovers;
    if (first === undefined) return 'not-applicable';
    if (messages !== undefined) return 'compliant';
    return [
      {
        prop: 'messages',
        value: undefined,
        allowed: 'schemas and a signingKey',
        message: `'${first.from}' hands work to '${first.to}', and no schema and no signature is checked on the way`,
        repairs: ["messages: { schemas: { task: MessageSchema.of({ … }) }, signingKey: SecretRef.existing('messages', 'key') }"],
      },
    ];
  },
};
