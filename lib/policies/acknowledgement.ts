import type { Construct, IConstruct } from 'constructs';
import { parseProps } from '../core/schema';
import { checkScope } from '../terraform/scope-argument';
import { stackOf } from '../terraform/stack-of';
import { type AcknowledgementProps, acknowledgementSchema } from './acknowledgement-props';
import { reviewOf } from './policy-review';

/**
 * Accepts what a rule finds at a construct and at all below it: the finding stays in the plan, with the reason, and no pack counts it as a failure.
 * Errors of rules that the environment decides, and of packs that the app applies, no longer stop the synthesis; those of what cannot work do.
 * An acknowledgement that has expired, names no rule or finds nothing to accept is a finding itself (AF-POL-001 to AF-POL-004).
 *
 * @example
 * acknowledge(fleet, { rule: 'AF-OBS-006', reason: 'the traces of this pilot are read from its log', owner: 'platform team', expires: '2027-03-31' });
 *
 * @param construct a stack, or a construct in one
 * @throws FleetSpecError when a prop is malformed, or the construct is in no stack.
 */
export function acknowledge(construct: IConstruct, props: AcknowledgementProps): void {
  checkScope(construct, 'acknowledge', 'acknowledge(stack, { rule, reason, owner })');
  stackOf(construct as Construct, '', 'acknowledge');
  const path = construct.node.path;
  const spec = parseProps(acknowledgementSchema, props, { path, className: 'acknowledge' });
  reviewOf(construct).accept({ ...spec, path });
}
