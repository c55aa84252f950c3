import { counted } from '#foundation/kernel/count-words.ts';
import { categoryWords } from '#platform/access/categories.ts';
import { degradations } from './degrade.ts';
import type { AgreementDocument, Share } from './document.ts';
import { fieldsIn } from './fields.ts';
import type { AgreementEvent } from './history.ts';
import { lawfulBasis } from './lawful-bases.ts';

/** The name of a party, for a sentence. */
export function partyName({ parties }: AgreementDocument, party: string | undefined): string {
  return parties.find((one) => one.party === party)?.name ?? party ?? 'Headwater';
}

/** What one share lets out, in sentences a parent can read. */
export function shareSentences({ category, grade, fields }: Share): readonly string[] {
  if (grade === 'known')
    return ['Only that your child is known to the service, and whom to ask. Nothing of what is written there.'];
  const all = fieldsIn(category);
  const named = Object.entries(fields).map(([name, how]) => {
    const words = all[name]?.words ?? name;
    return how === 'whole' ? words : `${words} (${degradations[how].words})`;
  });
  const kept = Object.entries(all)
    .filter(([name]) => !Object.hasOwn(fields, name))
    .map(([, { words }]) => words);
  return [`${capital(named.join('; '))}.`, ...(kept.length > 0 ? [`Not shared: ${kept.join('; ')}.`] : [])];
}

/** What a share is of, for a heading. */
export function shareHeading(document: AgreementDocument, { from, to, category }: Share): string {
  return `${partyName(document, from)} tells ${partyName(document, to)}: ${categoryWords[category]}`;
}

/** Which children an agreement is about, in a sentence. */
export function subjectsSentence({ subjects }: AgreementDocument): string {
  switch (subjects.kind) {
    case 'area':
      return `Every child at a setting of the area with the code ${subjects.code}.`;
    case 'settings':
      return `Every child at ${counted(subjects.urns.length, 'setting')}: URN ${subjects.urns.join(', ')}.`;
    case 'cohort':
      return `Children of ${yearWords(subjects.yearGroups)} at ${counted(subjects.urns.length, 'setting')}: URN ${subjects.urns.join(', ')}.`;
    case 'consent':
      return 'Only children who agreed to it, or whose parents did. It ends for a child when that is taken back.';
    case 'case':
      return 'Only children whom both sides work with, each named to this agreement, until the work ends.';
  }
}

function yearWords(years: readonly number[]): string {
  return years.map((year) => (year < 0 ? 'nursery' : year === 0 ? 'reception' : `year ${year}`)).join(', ');
}

/** What happened, in words: “signed for Exampleshire Council”. */
export function eventWords(document: AgreementDocument, { did, party, version }: AgreementEvent): string {
  const by = party === undefined ? '' : ` for ${partyName(document, party)}`;
  return `Version ${version} ${did}${by}`;
}

/** Each basis an agreement names, with what is known of it. */
export function namedBases({ lawfulBasis: named }: AgreementDocument): readonly {
  readonly title: string;
  readonly words: string;
  readonly source: string;
  readonly verified: boolean;
}[] {
  const codes = [...named.article6, ...named.article9, ...named.schedule1, ...named.article10, ...named.duties];
  return codes.map(
    (code) => lawfulBasis(code) ?? { title: code, words: 'not known here', source: 'none', verified: false },
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
