import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { categories } from '#platform/access/categories.ts';
import type { Fault } from './check.ts';
import { faultsOf } from './check.ts';
import { AgreementDocument } from './document.ts';
import type { LaidOut } from './draft-document.ts';
import { fieldsIn } from './fields.ts';
import { checkAgreement } from './file.ts';

/** A fault at the field of the form where it can be put right: the field’s id. */
export interface FieldFault {
  readonly id: string;
  readonly words: string;
}

/** Everything wrong with what a form says, all at once: what is missing or ill written, and what cannot stand. */
export function faultsIn(laid: LaidOut, today: PlainDate): readonly Fault[] {
  const checked = checkAgreement(laid.document);
  if (checked.ok) return [];
  const parsed = AgreementDocument.safeParse(laid.document);
  if (parsed.success) return checked.failure;
  const shape = checked.failure.map(({ path }) => ({ path, message: shapeWords(path) }));
  return [...onePerPlace(shape), ...faultsOf(filled(laid, shape, today)).filter((fault) => !depends(fault, shape))];
}

function onePerPlace(faults: readonly Fault[]): readonly Fault[] {
  return faults.filter((fault, index) => faults.findIndex(({ path }) => path === fault.path) === index);
}

/** The document with what is missing made up, so that the rest can be checked too. It is never kept. */
function filled({ document }: LaidOut, shape: readonly Fault[], today: PlainDate): AgreementDocument {
  const wrong = (path: string) => shape.some((fault) => fault.path.startsWith(path));
  return {
    ...document,
    ...Object.fromEntries(
      ['startsOn', 'endsOn', 'reviewOn'].filter((name) => wrong(`/${name}`)).map((name) => [name, today]),
    ),
    ...(wrong('/dpia') ? { dpia: { reference: '', completedOn: today } } : {}),
  } as unknown as AgreementDocument;
}

/** Whether a fault may only be there because something else is missing. */
function depends({ path }: Fault, shape: readonly Fault[]): boolean {
  const wrong = (start: RegExp) => shape.some((fault) => start.test(fault.path));
  if (/^\/(?:startsOn|endsOn|reviewOn|dpia)/.test(path)) return wrong(/^\/(?:startsOn|endsOn|reviewOn|dpia)/);
  if (path.startsWith('/parties')) return wrong(/^\/(?:shares|parties)/);
  if (/^\/shares\/\d+\/(?:from|to|grade)$/.test(path)) return wrong(/^\/(?:parties|subjects|shares)/);
  if (/^\/shares\/\d+\/category$/.test(path)) return wrong(/^\/purpose/);
  return wrong(new RegExp(`^${path.replace(/[^\w/]/g, '')}`));
}

const shapes: readonly (readonly [RegExp, string])[] = [
  [/^\/parties\/\d+\/(?:name|kind|externalId|party)/, 'choose the organisation'],
  [/^\/parties\/\d+\/role/, 'choose whether it gives, receives, or both'],
  [/^\/parties\/\d+\/contact/, 'say which desk or role to ask, in at most 300 characters'],
  [/^\/reference/, 'use 2 to 40 letters, digits and hyphens'],
  [/^\/title/, 'give it a title of at most 150 characters'],
  [/^\/summary/, 'say it to families in at most 1,500 characters'],
  [/^\/purpose/, 'choose what it is for'],
  [/^\/lawfulBasis\/article6/, 'choose why the law allows it'],
  [/^\/lawfulBasis\/policyDocument/, 'say where it is kept in at most 300 characters'],
  [/^\/lawfulBasis/, 'choose from the list, five at most (of duties, 20)'],
  [/^\/subjects\/code/, 'give the code of the local authority, nine characters at most'],
  [/^\/subjects\/urns/, 'give one URN or more, in digits, with spaces between'],
  [/^\/subjects\/yearGroups/, 'choose one year group or more'],
  [/^\/subjects/, 'choose which children it reaches'],
  [/^\/shares\/\d+\/from/, 'choose who tells it'],
  [/^\/shares\/\d+\/to/, 'choose who is told'],
  [/^\/shares\/\d+/, 'choose from the list'],
  [/^\/shares/, 'choose something that is shared'],
  [/^\/retention\/months/, 'give a whole number of months, from 0 to 1,200'],
  [/^\/retention\/afterwards/, 'choose what becomes of it'],
  [/^\/retention\/words/, 'say who makes sure of it, in at most 500 characters'],
  [/^\/dpia\/reference/, 'give its reference, in at most 100 characters'],
  [/^\/(?:startsOn|endsOn|reviewOn|dpia\/completedOn)/, 'type a day, such as 27/3/2026'],
];

function shapeWords(path: string): string {
  return shapes.find(([pattern]) => pattern.test(path))?.[1] ?? 'cannot be read';
}

/** The faults of a document, each at the field of the form that says it. */
export function atFields(laid: LaidOut, faults: readonly Fault[]): readonly FieldFault[] {
  return faults.map(({ path, message }) => {
    const { id, label } = fieldAt(laid, path);
    return { id, words: `${label}: ${message}` };
  });
}

interface NamedField {
  readonly id: string;
  readonly label: string;
}

const labels: Readonly<Record<string, readonly [string, string]>> = {
  reference: ['reference', 'Reference'],
  title: ['title', 'Title'],
  summary: ['summary', 'For families'],
  purpose: ['purpose', 'What it is for'],
  'lawfulBasis/article6': ['article6', 'Article 6'],
  'lawfulBasis/article9': ['article9', 'Article 9'],
  'lawfulBasis/schedule1': ['schedule1', 'Schedule 1'],
  'lawfulBasis/article10': ['article10', 'Article 10'],
  'lawfulBasis/duties': ['duties', 'Duties and powers'],
  'lawfulBasis/policyDocument': ['policyDocument', 'Policy document'],
  'subjects/code': ['code', 'Code of the area'],
  'subjects/urns': ['urns', 'Settings'],
  'subjects/yearGroups': ['yearGroups', 'Year groups'],
  subjects: ['subjects', 'Which children'],
  startsOn: ['startsOn', 'First day'],
  endsOn: ['endsOn', 'Last day'],
  reviewOn: ['reviewOn', 'Review day'],
  'retention/months': ['retention-months', 'Months it is kept'],
  'retention/afterwards': ['retention-afterwards', 'What becomes of it'],
  'retention/words': ['retention-words', 'Who makes sure'],
  'dpia/reference': ['dpia-reference', 'Assessment'],
  'dpia/completedOn': ['dpia-completedOn', 'Day of the assessment'],
};

/** The field of the form that says what stands at a place of the document (a JSON pointer). */
function fieldAt(laid: LaidOut, path: string): NamedField {
  const [first = '', second = '', third = ''] = path.slice(1).split('/');
  if (first === 'parties') return partyField(laid, second, third);
  if (first === 'shares') return shareField(laid, Number(second || '-1'), path.split('/').slice(3));
  const [id, label] = labels[`${first}/${second}`] ?? labels[first] ?? ['reference', 'The agreement'];
  return { id, label };
}

function partyField({ slots }: LaidOut, index: string, name: string): NamedField {
  const slot = slots[Number(index)] ?? 0;
  const part = name === 'role' || name === 'contact' ? name : 'organisation';
  return { id: `party-${slot}-${part}`, label: `Organisation ${slot + 1}` };
}

function shareField(
  { document, ways }: LaidOut,
  index: number,
  [part = '', field = '']: readonly string[],
): NamedField {
  const share = document.shares[index];
  const way = ways[index] ?? 0;
  if (share === undefined) return { id: `way-0-${categories[1]}`, label: 'What is shared' };
  if (part === 'from' || part === 'to')
    return { id: `way-${way}-${part}`, label: part === 'from' ? 'Who tells' : 'Who is told' };
  const known = Object.hasOwn(fieldsIn(share.category), field);
  return { id: `way-${way}-${share.category}${known ? `-${field}` : ''}`, label: `What is shared, ${share.category}` };
}
