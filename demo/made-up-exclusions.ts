import type { Counts, MadeUpPhase, MadeUpPlace } from './made-up-attendance.ts';
import { madeUpRoll } from './made-up-attendance.ts';
import { seededRandom, wobble } from './random.ts';

/** Suspensions and permanent exclusions for every 100 pupils, of the order of the published national rates. */
const rates: Readonly<Record<MadeUpPhase, { readonly suspension: number; readonly permanent: number }>> = {
  Primary: { suspension: 2.2, permanent: 0.03 },
  Secondary: { suspension: 20, permanent: 0.22 },
  Special: { suspension: 12, permanent: 0.07 },
};

const reasonShares: Readonly<Record<string, number>> = {
  persistent_disruptive: 0.5,
  physical_pupils: 0.14,
  verbal_adult: 0.17,
  physical_adult: 0.06,
  verbal_pupil: 0.04,
  drug_alcohol: 0.03,
  damage: 0.02,
  weapon: 0.02,
  bullying: 0.01,
};

/** One place's made-up counts of suspension and permanent exclusion for one phase and academic year. */
export function madeUpExclusions(place: MadeUpPlace, phase: MadeUpPhase, year: number): Counts {
  const headcount = madeUpRoll(place, phase).pupils;
  const random = seededRandom(`${place.code} ${phase} exclusions ${year}`);
  const local = 1 + 0.2 * wobble(seededRandom(`${place.code} ${phase} exclusions`));
  const trend = 1 + 0.06 * (year - 2022);
  const suspension = Math.round(
    ((headcount * rates[phase].suspension) / 100) * local * trend * (0.95 + 0.1 * random()),
  );
  return {
    num_schools: madeUpRoll(place, phase).schools,
    headcount,
    perm_excl: Math.round(((headcount * rates[phase].permanent) / 100) * local * trend * (0.8 + 0.4 * random())),
    suspension,
    one_plus_susp: Math.round(suspension * 0.42),
  };
}

/** Splits suspensions over made-up reasons; one event can name more than one, so they may add up to more. */
export function madeUpReasons(counts: Counts): Counts {
  const suspensions = counts['suspension'] ?? 0;
  const permanent = counts['perm_excl'] ?? 0;
  const entries = Object.entries(reasonShares).flatMap(([reason, share]) => [
    [`susp_${reason}`, Math.round(suspensions * share * 1.05)],
    [`perm_${reason}`, Math.round(permanent * share * 1.05)],
  ]);
  return Object.fromEntries(entries);
}
