/** A system that `rover.yaml` lists, as seen from this process. */
export interface SystemRecord {
  readonly name: string;
  /** IN_PROCESS: its adapter is executed here. SERVER: at {@link url}. ELSEWHERE: in the process of the gateway. */
  readonly location: 'IN_PROCESS' | 'SERVER' | 'ELSEWHERE';
  /** Of its server; null when it has none. */
  readonly url: string | null;
  /** What its adapter talks to, `sql` for our own tables; null when only the process that executes it knows. */
  readonly backend: string | null;
}

/** How a system was found just now. */
export interface SystemHealth {
  /** UNKNOWN: this process cannot reach it, and nothing follows from that. */
  readonly status: 'UP' | 'DOWN' | 'UNKNOWN';
  /** Why it is not UP; null when it is. */
  readonly reason: string | null;
  /** How long the answer took; null when it was not asked. */
  readonly latencyMs: number | null;
}

/** The systems that there are, as the `integration` subgraph knows them. The gateway implements it. */
export interface SystemDirectory {
  /** In the order of `rover.yaml`. */
  systems(): readonly SystemRecord[];
  /** Asks the system, and waits for the answer for some seconds at most. Calls at the same time share one question. */
  checkHealth(system: SystemRecord): Promise<SystemHealth>;
}
