/** Where data of roles comes by: places, and the ways between them. Plain values, and nothing of how they are drawn from constructs. */
import type { Region } from '../../catalog/region';

/** What stands at a place. */
export type DataPlaceKind =
  | 'role'
  | 'runtime'
  | 'router'
  | 'route'
  | 'pool'
  | 'weights source'
  | 'external model'
  | 'session store'
  | 'state store'
  | 'vector store'
  | 'task queue'
  | 'tracing'
  | 'MCP server'
  | 'GPU service'
  | 'sandbox'
  | 'internal service'
  | 'external host'
  | 'public addresses'
  | 'service';

/** A place that data comes by. */
export interface DataPlace {
  readonly kind: DataPlaceKind;
  /** What tells it from others of its kind: the path of a construct, a host. */
  readonly name: string;
  /** Where it stands; null where nobody says. */
  readonly region: Region | null;
  /** What to write so that its region is known, or so that no data comes here. */
  readonly repairs: readonly string[];
  /**
   * Network policies open more than this place, so that its region rests on what was declared.
   * @default false
   */
  readonly isOpen?: boolean;
  /**
   * Where data goes on to; asked when the app is synthesized.
   * @default - nowhere
   */
  onward?(): readonly DataEdge[];
}

/** One way on. */
export interface DataEdge {
  /** How data comes there, as it stands before the place, e.g. `falls back on failure to`. */
  readonly how: string;
  readonly to: DataPlace;
}

/** Whose data is asked about. */
export interface DataSender {
  /** Where its pods run; null where nobody says. */
  readonly region: Region | null;
  /**
   * Aliases of a router that it asks for.
   * @default - each that the router has
   */
  readonly models?: readonly string[];
  /**
   * The network of its pods opens hosts outside by name, and no other address.
   * @default false
   */
  readonly byName?: boolean;
}
