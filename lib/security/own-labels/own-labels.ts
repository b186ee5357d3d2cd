/** Labels that a user puts on what the constructs below a scope make, and who has taken them already. */
import type { IConstruct } from 'constructs';

export type LabelTexts = Readonly<Record<string, string>>;

const LABELS = Symbol.for('cdktf-agent-fleet.OwnLabels');

interface Labelled extends IConstruct {
  [LABELS]?: OwnLabels;
}

export class OwnLabels {
  static of(scope: IConstruct): OwnLabels {
    const labelled = scope as Labelled;
    labelled[LABELS] ??= new OwnLabels();
    return labelled[LABELS];
  }

  /** Labels for what a construct makes: those of all scopes that it lies in, the inner ones first. What is added to these later comes too late. */
  static taken(owner: IConstruct): LabelTexts {
    const { scopes, path } = owner.node;
    return Object.assign({}, ...scopes.map((scope) => OwnLabels.of(scope).takenBy(path))) as LabelTexts;
  }

  private labels: LabelTexts = {};
  private first: string | undefined;

  private constructor() {}

  /** Path of the construct that took them first. */
  get firstTaken(): string | undefined {
    return this.first;
  }

  add(labels: LabelTexts): void {
    this.labels = { ...this.labels, ...labels };
  }

  private takenBy(path: string): LabelTexts {
    this.first ??= path;
    return this.labels;
  }
}
