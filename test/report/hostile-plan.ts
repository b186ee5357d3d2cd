/** Plans whose every text was chosen by somebody who means harm. */
import type { FleetPlan } from '../../lib/plan/schema';

const ESCAPE = String.fromCharCode(27);
/** Ends a style sheet, a title, an attribute, a cell and a link; runs a script; colours a terminal and turns a line. */
export const HOSTILE = `</style></title><script>alert(1)</script><img src=x onerror=alert(1)>" onload="alert(1) ' ${ESCAPE}[31m&lt;\u202e]]> | \`x\` @team #1 [a](https://example.com)\n\n# h`;

/** Texts of closed lists stay: no other would pass the schema. */
const CLOSED = new Set(['severity', 'verdict', 'evidence', 'purchase', 'op', 'kind']);

export const withTextBehind = (plans: readonly FleetPlan[], text: string): FleetPlan[] =>
  JSON.parse(JSON.stringify(plans), (key, value: unknown) =>
    typeof value === 'string' && !CLOSED.has(key) ? value + text : value,
  ) as FleetPlan[];
