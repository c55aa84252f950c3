import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';

/**
 * Lawful bases and duties an agreement can name, as dated data. Not legal advice: what is not verified says so wherever it
 * is shown, and the organisations’ own lawyers decide. Source: the project’s notes on multi-agency practice and law, §3.
 */
export interface LawfulBasis {
  /** As a document names it. */
  readonly code: string;
  readonly kind: 'article-6' | 'article-9' | 'schedule-1' | 'article-10' | 'duty';
  readonly title: string;
  /** What it is for, in plain words. */
  readonly words: string;
  readonly source: string;
  /** Whether somebody has checked it against its source. */
  readonly verified: boolean;
  readonly validFrom?: PlainDate;
  readonly validTo?: PlainDate;
  /** Law that was made and is not known to be in force: no agreement may rest on it. */
  readonly notYetInForce?: true;
  /** Whether an appropriate policy document must be kept (Schedule 1, Part 4). */
  readonly needsPolicyDocument?: true;
}

const background = 'background knowledge, not checked against a source';
const ukGdpr = plainDate('2021-01-01');
const dataProtectionAct = plainDate('2018-05-25');

export const lawfulBases: readonly LawfulBasis[] = [
  {
    code: '6-1-e',
    kind: 'article-6',
    title: 'UK GDPR Article 6(1)(e), public task',
    words: 'a public body does what the law gives it to do',
    source: background,
    verified: false,
    validFrom: ukGdpr,
  },
  {
    code: '6-1-c',
    kind: 'article-6',
    title: 'UK GDPR Article 6(1)(c), legal obligation',
    words: 'the law requires it',
    source: background,
    verified: false,
    validFrom: ukGdpr,
  },
  {
    code: '6-1-ea',
    kind: 'article-6',
    title: 'UK GDPR Article 6(1)(ea), recognised legitimate interest',
    words: 'voluntary and private bodies keep children safe, or answer a public body’s request; not for public tasks',
    source:
      'tiaa.co.uk and dpnetwork.org.uk on the Data (Use and Access) Act 2025, section 70 and Schedule 4; that it is not for public bodies: background',
    verified: true,
  },
  {
    code: '9-2-g',
    kind: 'article-9',
    title: 'UK GDPR Article 9(2)(g), substantial public interest',
    words: 'it matters to everybody, and Schedule 1 of the Data Protection Act 2018 names the reason',
    source: background,
    verified: false,
    validFrom: ukGdpr,
  },
  {
    code: '9-2-h',
    kind: 'article-9',
    title: 'UK GDPR Article 9(2)(h), health or social care',
    words: 'to give care or treatment, under a professional’s duty of confidence',
    source: background,
    verified: false,
    validFrom: ukGdpr,
  },
  {
    code: '9-2-j',
    kind: 'article-9',
    title: 'UK GDPR Article 9(2)(j), research and statistics',
    words: 'for research or statistics, with safeguards',
    source: background,
    verified: false,
    validFrom: ukGdpr,
  },
  {
    code: 'schedule-1-18',
    kind: 'schedule-1',
    title: 'Data Protection Act 2018, Schedule 1, paragraph 18',
    words: 'safeguarding children and individuals at risk, where consent cannot be given or asked, or would do harm',
    source: `${background}; its amendments: farrer.co.uk`,
    verified: false,
    validFrom: dataProtectionAct,
    needsPolicyDocument: true,
  },
  {
    code: 'schedule-1-8',
    kind: 'schedule-1',
    title: 'Data Protection Act 2018, Schedule 1, paragraph 8',
    words: 'seeing whether people are treated equally',
    source: background,
    verified: false,
    validFrom: dataProtectionAct,
    needsPolicyDocument: true,
  },
  {
    code: 'schedule-1-17',
    kind: 'schedule-1',
    title: 'Data Protection Act 2018, Schedule 1, paragraph 17',
    words: 'confidential counselling and advice',
    source: background,
    verified: false,
    validFrom: dataProtectionAct,
    needsPolicyDocument: true,
  },
  {
    code: 'article-10-18',
    kind: 'article-10',
    title: 'UK GDPR Article 10, with Schedule 1, paragraph 18',
    words: 'what tells of offences, to safeguard children and individuals at risk',
    source: background,
    verified: false,
    validFrom: dataProtectionAct,
    needsPolicyDocument: true,
  },
  {
    code: 'ca-2004-10',
    kind: 'duty',
    title: 'Children Act 2004, section 10',
    words: 'to work together to improve children’s wellbeing',
    source: background,
    verified: false,
  },
  {
    code: 'ca-2004-11',
    kind: 'duty',
    title: 'Children Act 2004, section 11',
    words: 'to safeguard and promote children’s welfare',
    source: background,
    verified: false,
  },
  {
    code: 'ea-2002-175',
    kind: 'duty',
    title: 'Education Act 2002, sections 175 and 157',
    words: 'schools and colleges safeguard and promote welfare',
    source: background,
    verified: false,
  },
  {
    code: 'ea-1996-436a',
    kind: 'duty',
    title: 'Education Act 1996, section 436A',
    words: 'to find children missing education',
    source: background,
    verified: false,
  },
  {
    code: 'ea-1996-19',
    kind: 'duty',
    title: 'Education Act 1996, section 19',
    words: 'to arrange education for a child out of school',
    source: background,
    verified: false,
  },
  {
    code: 'pcsc-2022-2-1',
    kind: 'duty',
    title: 'Police, Crime, Sentencing and Courts Act 2022, Part 2, chapter 1 (Serious Violence Duty)',
    words: 'to work together to prevent serious violence, by totals and not by named children',
    source: 'nasuwt.org.uk and gov.uk on the Serious Violence Duty',
    verified: true,
    validFrom: plainDate('2023-01-31'),
  },
  {
    code: 'ca-2004-16la',
    kind: 'duty',
    title: 'Children Act 2004, section 16LA',
    words: 'to disclose what is relevant to a child’s welfare, unless that would harm the child more',
    source: 'legislation.gov.uk/ukpga/2026/21/section/4; the regulations that begin it were not seen',
    verified: true,
    notYetInForce: true,
  },
];

const byCode: ReadonlyMap<string, LawfulBasis> = new Map(lawfulBases.map((one) => [one.code, one]));

/** A basis by its code; `undefined` when there is none. */
export function lawfulBasis(code: string): LawfulBasis | undefined {
  return byCode.get(code);
}
