/** What becomes of a random fleet: the codes with which it is refused, or its stacks. */
import { isFleetError } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { build, type FleetCase } from './any-fleet';

export interface Outcome {
  readonly codes: readonly string[];
  readonly templates: readonly FleetTemplate[];
}

export function outcomeOf(fleet: FleetCase): Outcome {
  try {
    const app = build(fleet);
    const stacks = app.node.children.filter(({ node }) => /^\w/.test(node.id) && node.id !== 'Tree').map(({ node }) => node.id);
    return { codes: [], templates: stacks.map((stack) => FleetTemplate.synth(app, stack)) };
  } catch (error) {
    if (isFleetError(error)) return { codes: error.problems.map(({ code }) => code), templates: [] };
    throw error;
  }
}
