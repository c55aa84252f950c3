import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Organisation } from '#platform/access/organisation.ts';
import type { AgreementDocument } from './document.ts';

/** A draft to begin with, as indented JSON: the drafter’s organisation tells another that children are known to it. */
export function templateText(all: readonly Organisation[], organisationId: number, today: PlainDate): string {
  const own = all.find((one) => one.organisationId === organisationId);
  const other = all.find((one) => one.organisationId !== organisationId && one.kind !== own?.kind);
  const party = (one: Organisation | undefined) => ({
    name: one?.name ?? 'Name of the organisation',
    kind: one?.kind ?? 'voluntary',
    externalId: null,
    contact: 'The desk or role to ask, and how to reach it',
  });
  const document: AgreementDocument = {
    format: 'headwater-agreement/1',
    reference: `DRAFT-${today}`,
    title: 'What the agreement is called',
    summary: 'For families: what is shared, with whom, and why.',
    parties: [
      { party: 'giver', ...party(own), role: 'gives' },
      { party: 'receiver', ...party(other), role: 'receives' },
    ],
    purpose: 'inclusion',
    lawfulBasis: {
      article6: ['6-1-e'],
      article9: [],
      schedule1: [],
      article10: [],
      duties: ['ca-2004-10'],
      policyDocument: null,
    },
    subjects: { kind: 'case' },
    shares: [
      {
        from: 'giver',
        to: 'receiver',
        category: 'identity',
        grade: 'content',
        fields: { name: 'whole', born: 'year' },
      },
    ],
    startsOn: today,
    endsOn: addDays(today, 364),
    reviewOn: addDays(today, 182),
    retention: {
      months: 12,
      afterwards: 'deleted',
      words: 'How long it is kept, and who makes sure that it is deleted.',
    },
    dpia: { reference: 'Reference of the assessment', completedOn: today },
  };
  return JSON.stringify(document, undefined, 2);
}
