/** Agents that work at the same time. */
export interface FlatTopologyProps {
  /** Role of each agent. */
  readonly agents: readonly string[];
}

/** An orchestrator with its workers, all resident. */
export interface HierarchicalTopologyProps {
  /** Role that plans and collects. */
  readonly orchestrator: string;
  /** Roles that it hands work to. */
  readonly workers: readonly string[];
}

/** Stages that hand over to one another. */
export interface PipelineTopologyProps {
  /** Roles in their order. */
  readonly stages: readonly string[];
  /**
   * Seconds that each stage takes, by role; only their proportions matter.
   * @default - 1 for each stage that is not named
   */
  readonly seconds?: Readonly<Record<string, number>>;
}

/** A router in front of several targets. */
export interface RoutingTopologyProps {
  /** Role that sees every workflow. */
  readonly router: string;
  /** Shares of the workflows by role, above 0; they add up to 1. */
  readonly targets: Readonly<Record<string, number>>;
}

/** A first role that answers what it can, and others for what is too hard for it. */
export interface EscalationTopologyProps {
  /** Role that sees every workflow: it answers, or only says how hard it is. A small model. */
  readonly first: string;
  /**
   * Roles that hard workflows go on to, in this order, each with its share of all workflows: above 0, below 1, and no more than the one before it.
   * Measure the shares; they decide how much of the dear pools is paid for.
   */
  readonly to: Readonly<Record<string, number>>;
}

/** A generator and an evaluator that take turns. */
export interface EvaluatorLoopProps {
  /** Role that writes. */
  readonly generator: string;
  /** Role that judges. */
  readonly evaluator: string;
  /** Rounds on average, above 0. */
  readonly rounds: number;
}

/** Voices of one role that answer the same question. */
export interface VotingTopologyProps {
  /** The role. */
  readonly voter: string;
  /** How many answer at the same time. */
  readonly voices: number;
}
