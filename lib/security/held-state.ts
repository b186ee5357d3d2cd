/** What holds data, as its rules see it. */
export interface HeldState {
  /** What holds the data, e.g. `claim research/sessions-data`. */
  readonly holds: string;
  /** Props that cannot change while it exists, as the user writes them. */
  readonly fixed: readonly string[];
  readonly deletionProtection: boolean;
  /**
   * Prop that `deletionProtection` is a part of.
   * @default - none: it is a prop of the construct
   */
  readonly of?: string;
}

/** The prop as the user writes it. */
export const protectionProp = ({ of }: HeldState): string => (of === undefined ? 'deletionProtection' : `${of}.deletionProtection`);
