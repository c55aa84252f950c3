import type { VNode } from 'preact';
import { exactInstantInWords } from '#foundation/kernel/london-clock.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import type { HistoryLine, RegisterHistoryView } from '../page-history.ts';
import { registerHistoryPath, registerPath } from '../paths.ts';
import { MarksTable } from './marks-table.tsx';
import { capitalised, registerName, weekdayInWords } from './register-words.ts';

export interface HistoryPageProps {
  readonly history: RegisterHistoryView;
  readonly scope: Scope;
  readonly asAt: Date | undefined;
}

/** Every change of a register, with who, when and why; and the register as it stood at any of those moments. */
export function HistoryPage({ history, scope, asAt }: HistoryPageProps): VNode {
  const { view, lines } = history;
  const { key, keeper, event } = view;
  const address = { ...key, urn: keeper.urn };
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">
          {keeper.name}, {weekdayInWords(key.day)}
        </span>
        {capitalised(registerName(key.session, event))}: every change
      </h1>
      <WhyYouMaySee words={whyWords(scope)} />
      <p class="govuk-body hw-measure">
        Nothing here is ever altered or deleted. Choose a time to see the whole register as it stood then.
      </p>
      <DataTable
        caption="Changes, the latest first"
        columns={[
          {
            heading: 'When',
            cell: ({ at }: HistoryLine) => (
              <a class="govuk-link govuk-link--no-visited-state" href={`${registerHistoryPath(address, at)}#then`}>
                {exactInstantInWords(at)}
              </a>
            ),
          },
          { heading: 'Version', format: 'numeric', cell: ({ version }) => version },
          { heading: 'Whose mark', cell: ({ whose }) => whose },
          { heading: 'Change', cell: changeWords },
          { heading: 'Why', cell: ({ reason }) => reason },
          { heading: 'Who', cell: ({ actor }) => actor },
        ]}
        rows={lines}
        empty={<p class="govuk-body">This register has not been taken.</p>}
      />
      {asAt && <AsItStood history={history} asAt={asAt} />}
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={registerPath(address)}>
          The register as it stands
        </a>
      </p>
    </>
  );
}

function changeWords({ change }: HistoryLine): string {
  if (!change) return '';
  return `${change.before || 'no mark'} → ${change.after || 'no mark'}`;
}

function AsItStood({ history, asAt }: { readonly history: RegisterHistoryView; readonly asAt: Date }): VNode {
  const { view } = history;
  const marked = view.pupils.filter(({ code }) => code !== '').length;
  return (
    <section class="hw-section" aria-labelledby="then">
      <h2 class="govuk-heading-m" id="then">
        As it stood at {exactInstantInWords(asAt)}
      </h2>
      <p class="govuk-body">
        {view.register ? `Version ${view.register.version}. ` : 'It had not been taken. '}
        {marked} of {view.pupils.length} had a mark.
      </p>
      <MarksTable view={view} />
    </section>
  );
}
