import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { doToAgreement, draftAgreement } from '#platform/agreement/actions.ts';
import type { AgreementDocument, Party } from '#platform/agreement/document.ts';
import { checkAgreement } from '#platform/agreement/file.ts';
import { agreementByReference, enterSubject, organisationNamed } from '#platform/agreement/store.ts';
import type { Database } from '#platform/database/pool.ts';
import { examplePartners } from './exampleshire-people.ts';
import { exampleshire } from './exampleshire-settings.ts';

const source = 'Made up by Headwater: Exampleshire';

const authority = {
  party: 'authority',
  name: 'Exampleshire Council',
  kind: 'local-authority',
  externalId: examplePartners.authority,
  contact: 'The information desk of Exampleshire Council, information@exampleshire.invalid.',
} as const satisfies Omit<Party, 'role'>;

const youthJustice = {
  party: 'youth-justice',
  name: 'Exampleshire youth justice service',
  kind: 'youth-justice',
  externalId: examplePartners.youthJustice,
  contact: 'The duty desk of the youth justice service, duty@youth-justice.invalid.',
} as const satisfies Omit<Party, 'role'>;

const mentalHealth = {
  party: 'mental-health',
  name: 'Exampleshire mental health support team',
  kind: 'mental-health',
  externalId: examplePartners.mentalHealth,
  contact: 'The duty line of the mental health support team, 01632 960 010.',
} as const satisfies Omit<Party, 'role'>;

const violenceReduction = {
  party: 'violence-reduction',
  name: 'Exampleshire violence reduction unit',
  kind: 'violence-reduction',
  externalId: examplePartners.violenceReduction,
  contact: 'The analysis desk of the violence reduction unit, analysis@vru.invalid.',
} as const satisfies Omit<Party, 'role'>;

type Dated = Pick<AgreementDocument, 'startsOn' | 'endsOn' | 'reviewOn' | 'format'> & { readonly year: string };
const safeguarding = { article6: ['6-1-e'], article9: ['9-2-g'], schedule1: ['schedule-1-18'] };
const policyDocument = 'Exampleshire’s appropriate policy document, kept by its data protection officer.';

/** What the authority tells the youth justice service of children both work with: enough to get them back into class. */
function withYouthJustice({ year, ...dated }: Dated): AgreementDocument {
  return {
    ...dated,
    reference: `EX-${year}-youth-justice`,
    title: 'Back into education together',
    summary:
      'When the youth justice service works with a child, it needs to know which school the child is at and whether they are able to attend. The council tells it that, and no more. The service does not see attendance codes, which can say why somebody was away.',
    parties: [
      { ...authority, role: 'gives' },
      { ...youthJustice, role: 'receives' },
    ],
    purpose: 'youth-justice',
    lawfulBasis: {
      ...safeguarding,
      article10: ['article-10-18'],
      duties: ['ca-2004-10', 'ca-2004-11'],
      policyDocument,
    },
    subjects: { kind: 'case' },
    shares: [
      {
        from: 'authority',
        to: 'youth-justice',
        category: 'identity',
        grade: 'content',
        fields: { name: 'whole', born: 'year', setting: 'whole', year: 'whole', postcode: 'district' },
      },
      {
        from: 'authority',
        to: 'youth-justice',
        category: 'attendance',
        grade: 'content',
        fields: { rate: 'tens', timetable: 'yes-or-no' },
      },
    ],
    retention: {
      months: 12,
      afterwards: 'deleted',
      words: 'The youth justice service deletes it when the work with the child has ended for a year.',
    },
    dpia: { reference: `DPIA-${year}-14`, completedOn: addDays(dated.startsOn, -60) },
  };
}

/** What the support team tells the authority: that a child is known to it, and whom to ask. */
function withMentalHealth({ year, ...dated }: Dated): AgreementDocument {
  return {
    ...dated,
    reference: `EX-${year}-mental-health`,
    title: 'Known to the mental health support team',
    summary:
      'When the council plans help for a child, it is told whether the mental health support team already works with them, and whom to ask. It is told nothing of why, or of what was said. The team can keep even that back for any child.',
    parties: [
      { ...authority, role: 'receives' },
      { ...mentalHealth, role: 'gives' },
    ],
    purpose: 'inclusion',
    lawfulBasis: { ...safeguarding, article10: [], duties: ['ca-2004-10'], policyDocument },
    subjects: { kind: 'case' },
    shares: [{ from: 'mental-health', to: 'authority', category: 'wellbeing', grade: 'known', fields: {} }],
    retention: {
      months: 0,
      afterwards: 'deleted',
      words: 'It is shown when asked for, and not stored by the council.',
    },
    dpia: { reference: `DPIA-${year}-15`, completedOn: addDays(dated.startsOn, -45) },
  };
}

/** Totals for prevention, and never a child. */
function withViolenceReduction({ year, ...dated }: Dated): AgreementDocument {
  return {
    ...dated,
    reference: `EX-${year}-violence-reduction`,
    title: 'Totals for preventing violence',
    summary:
      'The violence reduction unit sees how many sessions are missed, area by area, to plan where help is needed. It sees counts alone, and small counts are hidden. No child is named to it.',
    parties: [
      { ...authority, role: 'gives' },
      { ...violenceReduction, role: 'receives' },
    ],
    purpose: 'violence-reduction',
    lawfulBasis: {
      article6: ['6-1-e'],
      article9: [],
      schedule1: [],
      article10: [],
      duties: ['pcsc-2022-2-1'],
      policyDocument: null,
    },
    subjects: { kind: 'area', code: exampleshire.gss },
    shares: [
      {
        from: 'authority',
        to: 'violence-reduction',
        category: 'totals',
        grade: 'content',
        fields: { counts: 'whole' },
      },
    ],
    retention: { months: 36, afterwards: 'deleted', words: 'Totals are kept for three years, to see what changed.' },
    dpia: { reference: `DPIA-${year}-16`, completedOn: addDays(dated.startsOn, -45) },
  };
}

/** The agreements of Exampleshire for the academic year of a day. All are made up. */
export function exampleAgreements(today: PlainDate): readonly AgreementDocument[] {
  const year = academicYearOf(today);
  const { start, end } = academicYearDays(year);
  const dated = {
    format: 'headwater-agreement/1',
    startsOn: start,
    endsOn: end,
    reviewOn: end,
    year: String(year),
  } as const;
  return [withYouthJustice(dated), withMentalHealth(dated), withViolenceReduction(dated)];
}

/**
 * Enters the agreements of this academic year, signed by both sides, with some children as cases; those that are there are
 * left as they stand. The organisations must be there (`loadExamplePeople`). Answers how many were entered.
 */
export async function loadExampleAgreements(database: Database, clock: Clock): Promise<number> {
  const cases = await someChildren(database, clock.today());
  return await inGate(database, 'administer', async (gate) => {
    let entered = 0;
    for (const document of exampleAgreements(clock.today())) {
      if (await enterSigned(gate, document, { at: clock.now(), cases })) entered += 1;
    }
    return entered;
  });
}

interface Entering {
  readonly at: Date;
  readonly cases: readonly number[];
}

async function enterSigned(gate: Gated, wanted: AgreementDocument, { at, cases }: Entering): Promise<boolean> {
  const checked = checkAgreement(wanted);
  if (!checked.ok)
    throw new Error(
      `${wanted.reference}: ${checked.failure.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
    );
  const document = checked.value;
  const organisations = await Promise.all(document.parties.map((party) => organisationNamed(gate, party)));
  const known = organisations.filter((one) => one !== undefined);
  if (known.length < document.parties.length) return false;
  if ((await agreementByReference(gate, document.reference, known)) !== undefined) return false;
  const drafted = await draftAgreement(gate, {
    document,
    by: { organisationId: known[0] ?? 0, toldBy: source },
    at,
    demonstration: true,
  });
  if (!drafted.ok) throw new Error(`${document.reference} could not be drafted`);
  const { agreementId, version, sha256 } = drafted.value;
  for (const organisationId of known) {
    const deed = { agreementId, version, did: 'signed', sha256, reason: '' } as const;
    const signed = await doToAgreement(gate, deed, { organisationId, toldBy: source }, at);
    if (!signed.ok) throw new Error(signed.failure.message);
  }
  if (document.subjects.kind === 'case') {
    for (const learnerId of document.purpose === 'youth-justice' ? cases.slice(1) : cases.slice(0, 1)) {
      await enterSubject(gate, agreementId, { learnerId, reachedBy: 'case', reason: source, at, by: source });
    }
  }
  return true;
}

/** The child of the demonstration first, then some of the oldest on roll: who they are means nothing. */
async function someChildren(database: Database, today: PlainDate): Promise<readonly number[]> {
  const own = await inGate(database, 'administer', (gate) =>
    gate
      .selectFrom('person')
      .select('learner_id')
      .where('learner_id', 'is not', null)
      .where('demonstration', '=', true)
      .orderBy('person_id')
      .executeTakeFirst(),
  );
  const first = own?.learner_id ?? 0;
  const others = await inScope(database, steward('load'), async (scoped) => {
    const { rows } = await scoped.client.query<{ learnerId: number }>({
      text: `SELECT e.learner_id AS "learnerId"
               FROM enrolment AS e JOIN register_keeper AS k ON k.setting_id = e.setting_id AND k.demonstration
              WHERE e.entered_on <= $1 AND (e.left_on IS NULL OR e.left_on >= $1) AND e.learner_id <> $2
              ORDER BY e.year_group BETWEEN 9 AND 11 DESC, e.setting_id, e.slot LIMIT 4`,
      values: [today, first],
    });
    return rows.map(({ learnerId }) => learnerId);
  });
  return [first, ...others];
}
