/** Where the program is between being started and being stopped. */
export type Stage =
  | { readonly kind: 'starting'; readonly step: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'stopping' };

/** The program's own stage, changed by the start order and read by `/health`. */
export interface Health {
  stage(): Stage;
  move(stage: Stage): void;
}

/** What `/health` answers. `status` is `ok` only with HTTP 200. */
export interface HealthReport {
  readonly name: 'headwater';
  readonly status: 'ok' | 'starting' | 'stopping' | 'database-unreachable';
  readonly version: string;
  readonly migrations: 'done' | 'pending';
  readonly step?: string;
}

/** A health that starts out starting. */
export function createHealth(): Health {
  let current: Stage = { kind: 'starting', step: 'Starting' };
  return {
    stage: () => current,
    move: (stage) => {
      current = stage;
    },
  };
}

/** The report for a stage; `databaseAnswers` is asked only when ready. */
export async function reportHealth(
  stage: Stage,
  version: string,
  databaseAnswers: () => Promise<boolean>,
): Promise<HealthReport> {
  const report = { name: 'headwater', version } as const;
  switch (stage.kind) {
    case 'starting':
      return { ...report, status: 'starting', migrations: 'pending', step: stage.step };
    case 'stopping':
      return { ...report, status: 'stopping', migrations: 'done' };
    case 'ready':
      return { ...report, status: (await databaseAnswers()) ? 'ok' : 'database-unreachable', migrations: 'done' };
  }
}
