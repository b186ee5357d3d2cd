/** Whose a PriorityClass is, by the beginning of its name. */

/** Classes of this prefix are those of Kubernetes itself, before whose pods everything else goes. */
export const OF_KUBERNETES = 'system-';

/** Classes of this prefix are made by stacks, which say what is in them and take them away. */
export const MADE_BY_STACKS = 'agent-fleet';

export const HELD_PRIORITIES: readonly string[] = [OF_KUBERNETES, `${MADE_BY_STACKS}.`];
