/** A question without an answer. */
export type UnplannedFleet =
  | {
      /** Nothing serves a role, not even if it were the only one. */
      readonly kind: 'unserved';
      readonly role: string;
      readonly contextTokens: number;
      /** Longest context with which it would be served; null where none is. */
      readonly longest: number | null;
      /** Changes of one prop, each tried. */
      readonly changes: readonly string[];
    }
  | {
      /** Each role is served by itself, and together they ask for more GPUs than there are. */
      readonly kind: 'short';
      readonly offers: readonly string[];
      /** Nodes with which all of them are served at the least price. */
      readonly nodes: readonly { readonly offer: string; readonly nodes: number; readonly had: number }[];
    }
  | { readonly kind: 'too-late'; readonly timeLimitMs: number };
