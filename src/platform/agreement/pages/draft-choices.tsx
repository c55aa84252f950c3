import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { Checkboxes } from '#foundation/ui/components/checkboxes.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Radios } from '#foundation/ui/components/radios.tsx';
import { allOf, textOf } from '../draft-form.ts';
import type { LawfulBasis } from '../lawful-bases.ts';
import { lawfulBases } from '../lawful-bases.ts';
import type { DraftFormProps } from './draft-fields.ts';
import { errorAt } from './draft-fields.ts';

const years = Array.from({ length: 17 }, (_, index) => index - 2).map((year) => ({
  value: year,
  text: year < 0 ? `Nursery (${year})` : year === 0 ? 'Reception' : `Year ${year}`,
}));

/** Which children an agreement reaches. */
export function Subjects({ typed, faults }: DraftFormProps): VNode {
  const field = (name: string) => ({ name, value: textOf(typed, name), errorMessage: errorAt(faults, name) });
  return (
    <>
      <Radios
        {...field('subjects')}
        fieldset={{ legend: { text: 'Which children', classes: 'govuk-fieldset__legend--m' } }}
        items={[
          { value: 'case', text: 'By case', hint: { text: 'Children whom both sides work with, each named to it' } },
          { value: 'consent', text: 'By consent', hint: { text: 'Children who agreed, or whose parents did' } },
          { value: 'settings', text: 'Everybody at the settings named below' },
          { value: 'cohort', text: 'Year groups at the settings named below' },
          { value: 'area', text: 'Everybody in the area named below', hint: { text: 'Only its authority gives that' } },
        ]}
      />
      <Input
        {...field('urns')}
        label={{ text: 'Settings, by URN' }}
        hint={{ text: 'For settings and year groups: digits, with spaces between' }}
      />
      <Checkboxes
        name="yearGroups"
        values={allOf(typed, 'yearGroups')}
        errorMessage={errorAt(faults, 'yearGroups')}
        classes="govuk-checkboxes--small hw-columns"
        fieldset={{ legend: { text: 'Year groups' } }}
        items={years}
      />
      <Input
        {...field('code')}
        classes="govuk-input--width-10"
        label={{ text: 'Code of the local authority' }}
        hint={{ text: 'For an area, such as E06000001' }}
      />
    </>
  );
}

const questions = [
  ['article6', 'article-6', 'Lawful basis (Article 6)', 'Every agreement has one'],
  ['article9', 'article-9', 'Condition for special category data (Article 9)', 'When health, belief or harm is told'],
  ['schedule1', 'schedule-1', 'Paragraph of Schedule 1', 'When the condition needs one'],
  ['article10', 'article-10', 'Basis for what tells of offences (Article 10)', 'When offences are told'],
  ['duties', 'duty', 'Duties and powers', 'Any that apply'],
] as const;

/** Why the law allows it, from the dated list; what is not verified says so. */
export function Bases({ typed, faults }: DraftFormProps): VNode {
  return (
    <>
      <h2 class="govuk-heading-m">Why the law allows it</h2>
      <p class="govuk-body hw-measure">
        Headwater gives no legal advice: ask your data protection officer. “Not verified” means that nobody has checked
        the entry here against its source.
      </p>
      {questions.map(([name, kind, text, hint]) => (
        <Checkboxes
          name={name}
          values={allOf(typed, name)}
          errorMessage={errorAt(faults, name)}
          classes="govuk-checkboxes--small"
          fieldset={{ legend: { text, classes: 'govuk-fieldset__legend--s' } }}
          hint={{ text: hint }}
          items={lawfulBases
            .filter((basis) => basis.kind === kind)
            .map((basis) => ({ value: basis.code, text: basis.title, hint: { text: basisHint(basis) } }))}
        />
      ))}
      <Input
        name="policyDocument"
        value={textOf(typed, 'policyDocument')}
        errorMessage={errorAt(faults, 'policyDocument')}
        label={{ text: 'Where the appropriate policy document is kept' }}
        hint={{ text: 'When Schedule 1 asks for one' }}
      />
    </>
  );
}

function basisHint({ words, verified, validFrom, validTo, notYetInForce }: LawfulBasis): string {
  const days = [validFrom && `from ${dayInWords(validFrom)}`, validTo && `to ${dayInWords(validTo)}`].filter(Boolean);
  const force = notYetInForce ? ' Not in force: no agreement may rest on it yet.' : '';
  const dated = days.length > 0 ? `, ${days.join(' ')}` : '';
  return `${words}${dated}.${force}${verified ? '' : ' Not verified.'}`;
}
