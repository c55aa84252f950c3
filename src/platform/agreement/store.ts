import type { Gated } from '#platform/access/in-gate.ts';
import type { Organisation } from '#platform/access/organisation.ts';
import type { Row } from '#platform/database/schema.ts';
import type { Subject } from './compiled.ts';
import { AgreementDocument } from './document.ts';
import type { AgreementEvent, History, Version } from './history.ts';

/** An agreement’s versions and events; `undefined` when there is none with that id. */
export async function readHistory(gate: Gated, agreementId: number): Promise<History | undefined> {
  return (await readHistories(gate, [agreementId]))[0];
}

/** Several agreements, in the order of their ids. */
export async function readHistories(gate: Gated, agreementIds: readonly number[]): Promise<readonly History[]> {
  if (agreementIds.length === 0) return [];
  const versions = await gate
    .selectFrom('agreement_version')
    .selectAll()
    .where('agreement_id', 'in', agreementIds)
    .orderBy('agreement_id')
    .orderBy('version')
    .execute();
  const parties = await gate
    .selectFrom('agreement_party')
    .selectAll()
    .where('agreement_id', 'in', agreementIds)
    .execute();
  const events = await gate
    .selectFrom('agreement_event')
    .selectAll()
    .where('agreement_id', 'in', agreementIds)
    .orderBy('event_no')
    .execute();
  const partiesOf = Map.groupBy(parties, ({ agreement_id, version }) => `${agreement_id} ${version}`);
  const eventsOf = Map.groupBy(events, ({ agreement_id }) => agreement_id);
  return [...Map.groupBy(versions, ({ agreement_id }) => agreement_id)].map(([agreementId, rows]) => ({
    agreementId,
    versions: rows.flatMap((row) => versionOf(row, partiesOf.get(`${agreementId} ${row.version}`) ?? [])),
    events: (eventsOf.get(agreementId) ?? []).map(eventOf),
  }));
}

/** A version whose text can no longer be read as a document says nothing, so it is as if it were not there. */
function versionOf(row: Row<'agreement_version'>, parties: readonly Row<'agreement_party'>[]): readonly Version[] {
  const document = readDocument(row.document);
  if (document === undefined) return [];
  const organisations = Object.fromEntries(parties.map(({ party, organisation_id }) => [party, organisation_id]));
  return [{ version: row.version, document, canonical: row.document, sha256: row.sha256, organisations }];
}

function readDocument(text: string): AgreementDocument | undefined {
  try {
    return AgreementDocument.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function eventOf(row: Row<'agreement_event'>): AgreementEvent {
  return {
    eventNo: row.event_no,
    version: row.version,
    did: row.did,
    party: row.party ?? undefined,
    at: row.happened_at,
    toldBy: row.told_by,
    personId: row.person_id ?? undefined,
    reason: row.reason ?? undefined,
    nextReviewOn: row.next_review_on ?? undefined,
    sha256: row.sha256,
  };
}

/** Ids of the agreements in any version of which one of these organisations is a party; of all, without. */
export async function agreementIdsOf(gate: Gated, organisations?: readonly number[]): Promise<readonly number[]> {
  if (organisations?.length === 0) return [];
  const all = gate.selectFrom('agreement_party').select('agreement_id').distinct().orderBy('agreement_id');
  const rows = await (organisations ? all.where('organisation_id', 'in', organisations) : all).execute();
  return rows.map(({ agreement_id }) => agreement_id);
}

/** Holds an agreement until the transaction ends, so that two changes of it follow one another. False when there is none. */
export async function holdAgreement(gate: Gated, agreementId: number): Promise<boolean> {
  const rows = await gate
    .selectFrom('agreement')
    .select('agreement_id')
    .where('agreement_id', '=', agreementId)
    .forUpdate()
    .execute();
  return rows.length > 0;
}

/** Enters an agreement without a version yet, and answers its id. */
export async function enterAgreement(
  gate: Gated,
  agreement: { readonly reference: string; readonly demonstration: boolean; readonly enteredAt: Date },
): Promise<number> {
  const { agreement_id } = await gate
    .insertInto('agreement')
    .values({ reference: agreement.reference, demonstration: agreement.demonstration, entered_at: agreement.enteredAt })
    .returning('agreement_id')
    .executeTakeFirstOrThrow();
  return agreement_id;
}

/** The id of the agreement of that reference to which one of the organisations is a party. */
export async function agreementByReference(
  gate: Gated,
  reference: string,
  organisations: readonly number[],
): Promise<number | undefined> {
  const found = await gate
    .selectFrom('agreement')
    .innerJoin('agreement_party', 'agreement_party.agreement_id', 'agreement.agreement_id')
    .select('agreement.agreement_id')
    .where('agreement.reference', '=', reference)
    .where('agreement_party.organisation_id', 'in', [...organisations, 0])
    .executeTakeFirst();
  return found?.agreement_id;
}

/** Writes a version, once and for all, with the organisation each party is. */
export async function enterVersion(
  gate: Gated,
  agreementId: number,
  { version, canonical, sha256, organisations }: Omit<Version, 'document'>,
): Promise<void> {
  const key = { agreement_id: agreementId, version };
  await gate
    .insertInto('agreement_version')
    .values({ ...key, document: canonical, sha256 })
    .execute();
  const parties = Object.entries(organisations).map(([party, organisation_id]) => ({ ...key, party, organisation_id }));
  await gate.insertInto('agreement_party').values(parties).execute();
}

/** Adds what happened. */
export async function enterEvent(gate: Gated, agreementId: number, event: AgreementEvent): Promise<void> {
  await gate
    .insertInto('agreement_event')
    .values({
      agreement_id: agreementId,
      event_no: event.eventNo,
      version: event.version,
      did: event.did,
      party: event.party ?? null,
      happened_at: event.at,
      person_id: event.personId ?? null,
      told_by: event.toldBy,
      reason: event.reason ?? null,
      next_review_on: event.nextReviewOn ?? null,
      sha256: event.sha256,
    })
    .execute();
}

/** The children an agreement reaches by case or consent, and those of whom nothing leaves, past ones too. */
export async function readSubjects(gate: Gated, agreementId: number): Promise<readonly Subject[]> {
  const rows = await gate
    .selectFrom('agreement_subject')
    .select(['learner_id', 'reached_by', 'entered_at', 'ended_at'])
    .where('agreement_id', '=', agreementId)
    .orderBy('subject_id')
    .execute();
  return rows.map(({ learner_id, reached_by, entered_at, ended_at }) => ({
    learnerId: learner_id,
    reachedBy: reached_by,
    from: entered_at,
    to: ended_at ?? undefined,
  }));
}

/** Names a child to an agreement: by case, by consent, or as one of whom nothing leaves. */
export async function enterSubject(
  gate: Gated,
  agreementId: number,
  subject: {
    readonly learnerId: number;
    readonly reachedBy: Subject['reachedBy'];
    readonly reason: string;
    readonly at: Date;
    readonly by: string;
  },
): Promise<void> {
  await gate
    .insertInto('agreement_subject')
    .values({
      learner_id: subject.learnerId,
      agreement_id: agreementId,
      reached_by: subject.reachedBy,
      reason: subject.reason,
      entered_at: subject.at,
      entered_by: subject.by,
    })
    .execute();
}

/** Ends every naming of a child of one kind that still holds; answers how many. */
export async function endSubject(
  gate: Gated,
  agreementId: number,
  ended: Pick<Subject, 'learnerId' | 'reachedBy'> & { readonly at: Date; readonly by: string },
): Promise<number> {
  const rows = await gate
    .updateTable('agreement_subject')
    .set({ ended_at: ended.at, ended_by: ended.by })
    .where('learner_id', '=', ended.learnerId)
    .where('agreement_id', '=', agreementId)
    .where('reached_by', '=', ended.reachedBy)
    .where('ended_at', 'is', null)
    .returning('subject_id')
    .execute();
  return rows.length;
}

/** Organisations by id, or all. */
export async function readOrganisations(gate: Gated, ids?: readonly number[]): Promise<readonly Organisation[]> {
  if (ids?.length === 0) return [];
  const all = gate.selectFrom('organisation').selectAll().orderBy('organisation_id');
  const rows = await (ids ? all.where('organisation_id', 'in', ids) : all).execute();
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    kind: row.kind as Organisation['kind'],
    name: row.name,
    settingId: row.setting_id ?? undefined,
    laId: row.la_id ?? undefined,
    trustId: row.trust_id ?? undefined,
    nationId: row.nation_id ?? undefined,
    demonstration: row.demonstration,
  }));
}

/** The organisation a party of a document is: by the provider’s name for it, or by kind and name where one alone has both. */
export async function organisationNamed(
  gate: Gated,
  party: { readonly externalId: string | null; readonly kind: string; readonly name: string },
): Promise<number | undefined> {
  const all = gate.selectFrom('organisation').select('organisation_id');
  if (party.externalId !== null) {
    return (await all.where('external_id', '=', party.externalId).executeTakeFirst())?.organisation_id;
  }
  const rows = await all.where('kind', '=', party.kind).where('name', '=', party.name).limit(2).execute();
  return rows.length === 1 ? rows[0]?.organisation_id : undefined;
}

/** `area_id` of the local authority with this code; `undefined` when there is none. */
export async function authorityByCode(gate: Gated, code: string): Promise<number | undefined> {
  const found = await gate
    .selectFrom('area_code')
    .innerJoin('area', 'area.area_id', 'area_code.area_id')
    .select('area.area_id')
    .where('area_code.code', '=', code)
    .where('area.kind', '=', 'local-authority')
    .executeTakeFirst();
  return found?.area_id;
}

/** `setting_id` and the authority of each of these URNs that is known, in order of URN. */
export async function settingsByUrn(
  gate: Gated,
  urns: readonly number[],
): Promise<readonly { readonly settingId: number; readonly urn: number; readonly name: string | null }[]> {
  if (urns.length === 0) return [];
  const rows = await gate
    .selectFrom('setting')
    .select(['setting_id', 'urn', 'name'])
    .where('urn', 'in', urns)
    .orderBy('urn')
    .execute();
  return rows.map(({ setting_id, urn, name }) => ({ settingId: setting_id, urn, name }));
}

/** A child as an agreement has them by name. */
export interface NamedTo extends Subject {
  readonly agreementId: number;
  readonly reason: string;
  readonly enteredBy: string;
}

/** Every agreement to which a child was named, and from which they were withheld, past ones too, newest first. */
export async function namedTo(gate: Gated, learnerId: number): Promise<readonly NamedTo[]> {
  const rows = await gate
    .selectFrom('agreement_subject')
    .selectAll()
    .where('learner_id', '=', learnerId)
    .orderBy('subject_id', 'desc')
    .execute();
  return rows.map((row) => ({
    learnerId,
    agreementId: row.agreement_id,
    reachedBy: row.reached_by,
    reason: row.reason,
    enteredBy: row.entered_by,
    from: row.entered_at,
    to: row.ended_at ?? undefined,
  }));
}
