/** Environments of containers, with tokens and references to Secrets among their values. */
import { SecretRef } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { CANARY, pick } from './odd';
import { textOrToken } from './text';

export const anyEnvironment = fc.dictionary(
  pick('LOG_LEVEL', 'GREETING', 'no.dots', 'FEATURES'),
  fc.oneof(
    { weight: 24, arbitrary: textOrToken('debug', '', 'a b\n"c"', '${d}', '{{ e }}', "f'g", 'ü') },
    { weight: 8, arbitrary: pick(SecretRef.existing('hand-made', 'value')) },
    { weight: 1, arbitrary: pick(CANARY, `https://user:${CANARY}@example.com`) },
  ),
  { minKeys: 1, maxKeys: 3, noNullPrototype: true },
);
