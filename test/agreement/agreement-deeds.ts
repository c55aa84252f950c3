import { expect } from 'vitest';
import { exampleAgreements } from '#demo/exampleshire-agreements.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { AgreementDocument } from '#platform/agreement/document.ts';
import type { InjectBrowser } from '../sign-in/inject-browser.ts';
import { attributeOf } from '../sign-in/inject-browser.ts';

/** An agreement of the council and the youth justice service, with a reference of its own. */
export function wanted(reference: string, change: Partial<AgreementDocument> = {}): AgreementDocument {
  const [document] = exampleAgreements(plainDate('2026-01-15'));
  if (!document) throw new Error('there is none');
  return { ...document, reference, ...change };
}

/** Drafts it on the page for drafts, and answers its id. */
export async function draft(document: AgreementDocument, by: InjectBrowser): Promise<number> {
  const seen = await by.post('/agreements/draft/file', { document: JSON.stringify(document, undefined, 2) });
  expect(`${seen.status} ${seen.url.replace(/\d+/g, 'n')}`).toBe('200 /agreements/n?version=n');
  return Number(/\/agreements\/(\d+)/.exec(seen.url)?.[1]);
}

interface Deed {
  readonly did: string;
  readonly version?: number;
  readonly reason?: string;
  readonly nextReviewOn?: string;
}

/** Does something to a version by the forms of its page. */
export async function deed(
  by: InjectBrowser,
  agreementId: number,
  { did, version = 1, reason = '', nextReviewOn = '' }: Deed,
) {
  const page = await by.get(`/agreements/${agreementId}?version=${version}`);
  const sha256 = attributeOf(page.body, /<input type="hidden" name="sha256"[^>]*>/, 'value');
  return await by.post(`/agreements/${agreementId}/deeds`, {
    did,
    version: String(version),
    sha256,
    reason,
    nextReviewOn,
  });
}
