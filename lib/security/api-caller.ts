/** A workload that calls the Kubernetes API, as its rule sees it. */
export interface ApiCaller {
  /** What calls it, e.g. `Postgres cluster research/state`. */
  readonly who: string;
  /** Address ranges of the API server that the user named. */
  readonly apiServerCidrs: readonly string[];
}
