import type { StoredAmendment, StoredEntry } from './verify-store.ts';

/** A register and everything that is stored of what happened to it. Places are slots. */
export interface RegisterPast {
  readonly version: number;
  /** By place from `base`. */
  readonly marks: Uint8Array;
  readonly base: number;
  readonly amendments: readonly Pick<StoredAmendment, 'slot' | 'version' | 'original' | 'amended'>[];
  readonly entries: readonly Pick<StoredEntry, 'version' | 'slots'>[];
}

/** What in a register's past does not lead to its marks as they are. */
export type BrokenPast =
  | { readonly kind: 'version'; readonly stored: number; readonly rebuilt: number }
  | {
      readonly kind: 'amendment' | 'entry';
      readonly slot: number;
      readonly version: number;
      /** Byte that the past says was there, and byte that was. */
      readonly stored: number;
      readonly rebuilt: number;
    };

interface Step {
  readonly kind: 'amendment' | 'entry';
  readonly version: number;
  readonly slot: number;
  readonly before: number;
  /** `undefined` for an entry: any mark will do. */
  readonly after: number | undefined;
}

/**
 * Undoes a register's corrections and later entries, the latest first, and says wherever one of them does not lead to the
 * mark that was there after it. Every version but a first one of 1 has left a row (record-store.ts), so the register's
 * version is that of its latest row. A correction that was taken out of the middle of a mark's own chain, one too many,
 * and a mark changed behind the back of its corrections are each found.
 */
export function brokenPasts({ version, marks, base, amendments, entries }: RegisterPast): readonly BrokenPast[] {
  const steps = [...amendments.map(ofAmendment), ...entries.flatMap(ofEntry)];
  const latest = Math.max(1, ...amendments.map((one) => one.version), ...entries.map((one) => one.version));
  const broken: BrokenPast[] = latest === version ? [] : [{ kind: 'version', stored: version, rebuilt: latest }];
  const undone = new Map<number, number>();
  for (const step of steps.toSorted((left, right) => right.version - left.version)) {
    const there = undone.get(step.slot) ?? marks[step.slot - base] ?? 0;
    const wrong = step.after === undefined ? there === 0 : there !== step.after || step.before === there;
    const { kind, slot } = step;
    if (wrong) broken.push({ kind, slot, version: step.version, stored: step.after ?? 0, rebuilt: there });
    undone.set(slot, step.before);
  }
  return broken;
}

function ofAmendment({ version, slot, original, amended }: RegisterPast['amendments'][number]): Step {
  return { kind: 'amendment', version, slot, before: original, after: amended };
}

function ofEntry({ version, slots }: RegisterPast['entries'][number]): readonly Step[] {
  return slots.map((slot) => ({ kind: 'entry', version, slot, before: 0, after: undefined }));
}
