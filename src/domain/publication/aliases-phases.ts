import { labelKey, slug } from './aliases.ts';

/** A phase as stored, and whether its label was declared. */
export interface PhaseReading {
  readonly phase: string;
  readonly declared: boolean;
}

/**
 * Printed labels of phases, by canonical phase (migrations/0002, area_figure.phase). Sources: the tables named beside
 * each. A label in no list is kept as a slug and reported: a new kind of school is news, not an error.
 */
const labels: Readonly<Record<string, readonly string[]>> = {
  // Attendance releases say Total; persistent absence by week says All schools; census tables since 2019/20 both.
  all: [
    'Total',
    'All schools',
    'All',
    'All phases',
    'All state-funded schools',
    'State-funded schools',
    'Total state-funded',
  ],
  primary: ['Primary', 'State-funded primary', 'State-funded primary school', 'State funded primary'],
  secondary: ['Secondary', 'State-funded secondary', 'State-funded secondary school', 'State funded secondary'],
  special: [
    'Special',
    'State-funded special',
    'State-funded special school',
    'Special schools',
    'State funded special',
  ],
  'pupil-referral-unit': ['Pupil Referral Unit', 'Pupil referral units', 'PRU', 'PRUs'],
  // The dashboard's own extract of autumn 2023 counts units and alternative provision academies together.
  'alternative-provision': [
    'PRU/Academy/Free school AP',
    'State-funded AP school',
    'State-funded alternative provision',
    'Alternative provision',
    'AP',
  ],
  nursery: ['State-funded nursery', 'Nursery', 'State-funded nursery school'],
  independent: ['Independent school', 'Independent', 'Independent schools'],
};

const phaseByLabel = new Map(
  Object.entries(labels).flatMap(([phase, printed]) => printed.map((label) => [labelKey(label), phase] as const)),
);

/** The phase a label means. Nothing printed means all phases: the table does not divide by phase in that row. */
export function phaseOf(label: string): PhaseReading {
  const key = labelKey(label);
  if (key === '') return { phase: 'all', declared: true };
  const phase = phaseByLabel.get(key);
  return phase === undefined ? { phase: slug(label), declared: false } : { phase, declared: true };
}

/** Whether a phase as stored is one that a label above means. */
export function isDeclaredPhase(phase: string): boolean {
  return Object.hasOwn(labels, phase);
}
