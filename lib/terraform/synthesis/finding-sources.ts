import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import { once } from '../../core/once';
import { TerraformStack } from '../engine';
import { overriddenResources } from '../overridden-resources';
import type { ReservedNames } from '../reserved-names';
import { OVERRIDE_RULES } from '../rules';
import type { Participants } from './participants';
import { removedConstructs } from './removed-constructs';
import { unrunAspects } from './unrun-aspects';

export type FindingSource = () => readonly Finding[];

/** Where findings come from. Each is computed once; again while a repair is tried, where the repair changes what it reads. */
export interface FindingSources {
  /** Of what is emitted: names, places in the tree, overrides. */
  readonly emitted: FindingSource;
  readonly constructs: readonly { readonly stack: TerraformStack; readonly findings: FindingSource }[];
  readonly shared: readonly FindingSource[];
}

interface App {
  readonly participants: Participants;
  readonly names: ReservedNames;
  readonly stacks: Iterable<TerraformStack>;
  /** Findings of no single construct. */
  readonly shared: Iterable<FindingSource>;
}

/** What somebody has set over what the library wrote into a stack. */
export function overridesIn(stack: TerraformStack, participants: Participants): Finding[] {
  const resources = overriddenResources(stack, (construct) => participants.has(construct));
  return resources.flatMap(({ owner, ...resource }) => evaluateRules(OVERRIDE_RULES, resource).map((finding) => place(owner, finding)));
}

export function findingSources({ participants, names, stacks, shared }: App): FindingSources {
  const emitted = () => [
    ...names.duplicates(),
    ...removedConstructs(participants.constructs),
    ...unrunAspects(stacks),
    ...[...stacks].flatMap((stack) => overridesIn(stack, participants)),
  ];
  return {
    emitted: once(() => participants.asStrict(emitted())),
    constructs: participants.entries.map(([construct, participant]) => ({
      stack: TerraformStack.of(construct),
      findings: once(() => participants.asStrict(participant.findings(), participant)),
    })),
    shared: [...shared].map((findings) => once(() => participants.asStrict(findings()))),
  };
}
