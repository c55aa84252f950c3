import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { factOn, stateOf } from '#foundation/nations/code-book.ts';
import { bookById } from '#foundation/nations/code-books.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { ChildrenScope, Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { ContactDetail, FamilyReader, WithheldField } from './contact-rules.ts';
import { contactsShown, withheldFrom } from './contact-rules.ts';
import type { Adult } from './family-store.ts';
import { adultsOf, contactDetailsOf, rulesNaming } from './family-store.ts';
import type { OwnEnrolment, OwnMark } from './my-record-store.ts';
import { ownEnrolments, ownMarks } from './my-record-store.ts';

/** A child or parent who looks at a record of their own, with the scope that was compiled for them. */
export interface FamilyHere extends FamilyReader {
  readonly scope: ChildrenScope;
}

/** The child or parent behind a scope; `undefined` when somebody else is. */
export function familyBehind(scope: Scope | undefined): FamilyHere | undefined {
  if (scope?.kind !== 'children' || scope.grounds?.family === undefined) return undefined;
  return { scope, as: scope.grounds.family, personId: scope.grounds.personId };
}

/** What may not be told to whoever is here about a child, at an instant. */
export function withheldFor(
  database: Database,
  { personId }: FamilyReader,
  learnerId: number,
  at: Date,
): Promise<ReadonlySet<WithheldField>> {
  return inGate(database, 'compile', async (gate) =>
    withheldFrom(personId, learnerId, await rulesNaming(gate, personId), at),
  );
}

/** A half day in a register, in words. */
export interface OwnSession {
  readonly day: PlainDate;
  readonly session: number;
  readonly state: 'present' | 'absent' | 'not-required' | 'unmeasured';
  readonly label: string;
}

/** Half days of the year so far: those nobody marked are counted apart, and are neither here nor away. */
export interface OwnYear {
  readonly year: AcademicYear;
  readonly present: number;
  readonly absent: number;
  readonly notRequired: number;
  readonly unmarked: number;
  /** The latest first; empty where the reader may not know when the child was where. */
  readonly latest: readonly OwnSession[];
}

/** What the page “My record” shows. What is withheld is not in it. */
export interface MyRecord {
  readonly learnerId: number;
  readonly reader: FamilyReader;
  readonly asAt: Date;
  readonly today: PlainDate;
  readonly now: OwnEnrolment | undefined;
  /** Enrolments whose setting may be named. */
  readonly places: readonly OwnEnrolment[];
  readonly year: OwnYear | undefined;
  readonly adults: readonly (Adult & { readonly contacts: readonly ContactDetail[] })[];
  readonly withheld: ReadonlySet<WithheldField>;
  /** Why the reader may see it, in a sentence. */
  readonly why: string;
}

/** Why a reader may see a record: the words of its grounds are for those who know the law. */
const whys = {
  child: 'You see this because it is about you.',
  parent: 'You see this because you help to bring this child up.',
} as const;

/** Reads a record for a child or parent; `undefined` when it is not theirs, or all of it is withheld from them. */
export async function readMyRecord(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  here: FamilyHere,
  learnerId: number,
): Promise<MyRecord | undefined> {
  const today = clock.today();
  if (!here.scope.learners.includes(learnerId)) return undefined;
  const now = clock.now();
  const withheld = await withheldFor(database, here, learnerId, now);
  if (withheld.has('record')) return undefined;
  here.scope.trail?.about({ kind: 'learners', learners: [learnerId] });
  const [found, adults] = await Promise.all([
    inScope(database, here.scope, (scoped) => readOwn(scoped, learnerId, today)),
    inGate(database, 'compile', (gate) => adultsOf(gate, learnerId, now)),
  ]);
  const { scope: _scope, ...reader } = here;
  const contacts = contactsShown(reader, found.contacts, withheld, today);
  const knowsWhere = !withheld.has('setting');
  return {
    learnerId,
    reader,
    asAt: clock.now(),
    today,
    now: found.enrolments[0] && (knowsWhere ? found.enrolments[0] : withoutPlace(found.enrolments[0])),
    places: knowsWhere ? found.enrolments : [],
    year: found.year && (withheld.has('times') ? { ...found.year, latest: [] } : found.year),
    adults: adultsShown(adults, contacts, { reader, withheld }),
    withheld,
    why: whys[here.as],
  };
}

/** A class and its year name the setting to whoever knows the area, and a UPN has the number of the one that gave it. */
function withoutPlace(one: OwnEnrolment): OwnEnrolment {
  return { ...one, setting: '', class: '', upn: null, settingId: 0, slot: 0 };
}

function adultsShown(
  adults: readonly Adult[],
  contacts: readonly ContactDetail[],
  { reader, withheld }: { readonly reader: FamilyReader; readonly withheld: ReadonlySet<WithheldField> },
): MyRecord['adults'] {
  return adults
    .filter(({ personId, barred }) => personId === reader.personId || !(barred || withheld.has('other-adults')))
    .map((adult) => ({ ...adult, contacts: contacts.filter(({ personId }) => personId === adult.personId) }));
}

async function readOwn(scoped: Scoped<ChildrenScope>, learnerId: number, today: PlainDate) {
  const enrolments = await ownEnrolments(scoped, learnerId);
  const year = academicYearOf(today);
  const marks: OwnMark[] = [];
  for (const one of enrolments.filter(({ unit }) => unit === 'session'))
    marks.push(...(await ownMarks(scoped, one, year)));
  return {
    enrolments,
    contacts: await contactDetailsOf(scoped, learnerId),
    year: marks.length === 0 ? undefined : yearOf(year, marks),
  };
}

const latestShown = 20;

function yearOf(year: AcademicYear, marks: readonly OwnMark[]): OwnYear {
  const sessions = marks.map(inWords);
  const count = (state: OwnSession['state']) => sessions.filter((one) => one.state === state).length;
  return {
    year,
    present: count('present'),
    absent: count('absent'),
    notRequired: count('not-required'),
    unmarked: count('unmeasured'),
    latest: sessions.slice(0, latestShown),
  };
}

function inWords({ day, session, book, byte }: OwnMark): OwnSession {
  const known = bookById(book);
  const label = byte === 0 ? '' : (factOn(known, known.codes[byte] ?? '', day)?.label ?? '');
  return { day, session, state: stateOf(byte), label };
}

/** The name of each child whom a parent may see, by learner, for choosing among them. */
export async function childrenOf(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  here: FamilyHere,
): Promise<readonly { readonly learnerId: number; readonly name: string }[]> {
  const found: { learnerId: number; name: string }[] = [];
  for (const learnerId of here.scope.learners) {
    const withheld = await withheldFor(database, here, learnerId, clock.now());
    if (withheld.has('record')) continue;
    const [first] = await inScope(database, here.scope, (scoped) => ownEnrolments(scoped, learnerId));
    if (first) found.push({ learnerId, name: `${first.givenName} ${first.surname}` });
  }
  return found;
}
