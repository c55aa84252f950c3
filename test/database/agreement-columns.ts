import type { AgreementSchema } from '#platform/database/agreement-schema.ts';

/** What each column of `AgreementSchema` is in PostgreSQL. */
export const agreementColumns: {
  readonly [Table in keyof AgreementSchema]: { readonly [Column in keyof AgreementSchema[Table]]: string };
} = {
  agreement: {
    agreement_id: 'integer',
    reference: 'text',
    demonstration: 'boolean',
    entered_at: 'timestamp with time zone',
  },
  agreement_version: { agreement_id: 'integer', version: 'integer', document: 'text', sha256: 'text' },
  agreement_party: { agreement_id: 'integer', version: 'integer', party: 'text', organisation_id: 'integer' },
  agreement_event: {
    agreement_id: 'integer',
    event_no: 'integer',
    version: 'integer',
    did: 'text',
    party: 'text?',
    happened_at: 'timestamp with time zone',
    person_id: 'bigint?',
    told_by: 'text',
    reason: 'text?',
    next_review_on: 'date?',
    sha256: 'text',
  },
  agreement_subject: {
    learner_id: 'bigint',
    subject_id: 'bigint',
    agreement_id: 'integer',
    reached_by: 'text',
    reason: 'text',
    entered_at: 'timestamp with time zone',
    entered_by: 'text',
    ended_at: 'timestamp with time zone?',
    ended_by: 'text?',
  },
  sharing_decision: {
    learner_id: 'bigint',
    decision_id: 'bigint',
    outcome: 'text',
    organisation_id: 'integer',
    with_whom: 'text',
    what: 'text',
    categories: 'text[]',
    agreement_id: 'integer?',
    agreement_sha256: 'text?',
    duty: 'text?',
    reason: 'text',
    answers: 'jsonb',
    decided_at: 'timestamp with time zone',
    person_id: 'bigint?',
    decided_by: 'text',
  },
};
