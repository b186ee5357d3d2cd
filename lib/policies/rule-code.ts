import { notion } from '../core/notion';

/** `AF-RTE-003`, or a code of a rule of your own. */
const CODE = /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/;
const MOST_LETTERS = 64;

/** Code of a rule. */
export const ruleCode = notion(
  'code of a rule',
  'the code of a rule, e.g. AF-RTE-003',
  (text) => text.length <= MOST_LETTERS && CODE.test(text),
);
