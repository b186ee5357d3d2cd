import type { IConstruct } from 'constructs';
import { once } from '../../core/once';
import type { TerraformStack } from '../engine';
import type { FindingSources } from './finding-sources';
import type { StackFinding } from './stack-finding';

type Guard = (construct: IConstruct) => boolean;

/** What one synthesis has computed. It is thrown away when something is added to the app, and when the next synthesis begins. */
export class Synthesis {
  /** Stacks that were checked; a stack that asks again begins the next synthesis. */
  readonly checked = new Set<TerraformStack>();
  /** Stacks whose plan was written. */
  readonly written = new Set<TerraformStack>();
  sources?: FindingSources;
  findings?: readonly StackFinding[];
  private readonly values = new Map<object, () => unknown>();
  private readonly registered = new Map<Guard, readonly IConstruct[]>();
  private readonly kept = new Map<TerraformStack | undefined, ReadonlySet<string>>();

  /** What a construct computes, once. */
  once<T>(owner: object, compute: () => T): T {
    const value = (this.values.get(owner) as (() => T) | undefined) ?? once(compute);
    this.values.set(owner, value);
    return value();
  }

  /** Constructs of one class, by its guard. */
  ofClass<T extends IConstruct>(guard: (construct: IConstruct) => construct is T, all: () => readonly IConstruct[]): readonly T[] {
    const known = (this.registered.get(guard) as readonly T[] | undefined) ?? all().filter(guard);
    this.registered.set(guard, known);
    return known;
  }

  /** Remembers which rules were kept in a stack. */
  keep(stack: TerraformStack | undefined, codes: ReadonlySet<string>): void {
    this.kept.set(stack, new Set([...(this.kept.get(stack) ?? []), ...codes]));
  }

  /** Codes of the rules that the constructs of a stack keep; those of no stack count for each. */
  keptIn(stack: TerraformStack): readonly string[] {
    const codes = [undefined, stack].flatMap((one) => [...(this.kept.get(one) ?? [])]);
    return [...new Set(codes)].sort();
  }
}
