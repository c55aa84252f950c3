import type { VNode } from 'preact';
import type { Keeper } from '#domain/roll/model.ts';
import { personDayPath } from '#domain/roll/paths.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import { dayInShort } from '#foundation/kernel/day-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import type { DataColumn } from '#foundation/ui/components/data-table.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import { findingWords, gapFindings, isKnownAbsence, registersInShort, registersSay } from '../dual-model.ts';
import type { GapName, ListedGap } from '../dual-store.ts';
import { sessionAddress, sessionWords } from '../page-sessions.ts';
import { dualPath, dualRegistrationPath, registerPath } from '../paths.ts';
import { ChildrenTable } from './dual-children-table.tsx';

export interface DualPageProps {
  readonly gaps: readonly ListedGap[];
  /** By `setting_id`: those whose task it is, and their partners. */
  readonly keepers: ReadonlyMap<number, Keeper>;
  readonly scope: Scope;
  readonly now: Date;
  readonly state: 'open' | 'closed';
  /** A closing that came without words, to be asked again. */
  readonly refused?: (GapName & { readonly outcome: string }) | undefined;
}

const mostRows = 250;

/** The work list of children who were expected at another setting and were not seen there. */
export function DualPage(props: DualPageProps): VNode {
  const { gaps, scope, now, state, refused } = props;
  return (
    <>
      {refused && (
        <ErrorSummary
          titleText="There is a problem"
          errorList={[{ text: 'Say in a few words what was found out', href: `#${idOf(refused)}` }]}
        />
      )}
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">Dual registration</span>
        Expected elsewhere, and not seen there
      </h1>
      <WhyYouMaySee words={whyWords(scope)} />
      {state === 'open' ? <OpenTasks {...props} /> : <ClosedTasks {...props} />}
      {gaps.length === 0 && <Nothing state={state} />}
      <p class="govuk-body hw-muted hw-measure">
        As at {instantInWords(now)}. Worked out from the registers of every setting kept here, after each change and
        every ten minutes.
      </p>
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={dualPath(state === 'open' ? 'closed' : 'open')}>
          {state === 'open' ? 'Tasks closed in the last thirty days' : 'Open tasks'}
        </a>
      </p>
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={`/api/v1${dualRegistrationPath}?state=${state}&format=csv`} download={true}>
          This list as CSV
        </a>
      </p>
    </>
  );
}

/** Children of whom nobody knows come first and alone; a known absence is quieter, and further down. */
function OpenTasks(props: DualPageProps): VNode {
  const { gaps, refused } = props;
  const unknown = gaps.filter((gap) => !isKnownAbsence(gap));
  const known = gaps.filter(isKnownAbsence);
  const asksKnown = known.some((gap) => refused !== undefined && idOf(gap) === idOf(refused));
  return (
    <>
      <p class="govuk-body-l">
        <strong>{countedHalves(unknown)}</strong> where nobody knows where the child was, and {countedHalves(known)}{' '}
        where the other setting marked the child absent.
      </p>
      <Why />
      {unknown.length > 0 && (
        <section class="hw-section" aria-labelledby="unknown">
          <h2 class="govuk-heading-m" id="unknown">
            Nobody knows where the child was
          </h2>
          <p class="govuk-body hw-measure">
            Ask first after these, the newest first: ring both settings, and act as for any child who is missing.
          </p>
          <Meanings gaps={unknown} />
          <Tasks {...props} caption="Children to ask after" gaps={unknown} />
        </section>
      )}
      {known.length > 0 && (
        <section class="hw-section" aria-labelledby="known">
          <h2 class="govuk-heading-m" id="known">
            Absent at the other setting
          </h2>
          <p class="govuk-body hw-measure">
            The setting that expected the child has marked an absence, follows it up, and counts it. The other setting
            is told so that both know.
          </p>
          <Details summaryText={`Show ${countedHalves(known)}`} open={asksKnown}>
            <Tasks {...props} caption="Known absences" gaps={known} />
          </Details>
        </section>
      )}
    </>
  );
}

/** Both sides of a half day are one. */
function countedHalves(gaps: readonly ListedGap[]): string {
  const halves = new Set(gaps.map(({ learnerId, day, session }) => `${learnerId} ${day} ${session}`));
  const children = new Set(gaps.map(({ learnerId }) => learnerId));
  if (halves.size === 0) return 'no half day';
  return `${counted(halves.size, 'half day')} of ${counted(children.size, 'child', 'children')}`;
}

function Tasks(props: DualPageProps & { readonly caption: string }): VNode {
  const { scope, gaps, keepers, caption } = props;
  if (scope.kind !== 'setting') return <ChildrenTable gaps={gaps} keepers={keepers} caption={caption} />;
  const newest = gaps.toSorted((left, right) => right.day.localeCompare(left.day) || right.session - left.session);
  return (
    <>
      {newest.slice(0, mostRows).map((gap) => (
        <OwnTask {...props} gap={gap} />
      ))}
      {newest.length > mostRows && <p class="govuk-body">The CSV has all of them.</p>}
    </>
  );
}

function ClosedTasks(props: DualPageProps): VNode {
  const { gaps } = props;
  const shown = gaps.slice(0, mostRows);
  const settings = Map.groupBy(shown, ({ settingId }) => settingId);
  return (
    <>
      <p class="govuk-body-l">
        <strong>{counted(gaps.length, 'task')}</strong> closed in the last thirty days
        {gaps.length > 0 && `, at ${counted(new Set(gaps.map((gap) => gap.settingId)).size, 'setting')}`}.
      </p>
      {[...settings].map(([settingId, rows]) => (
        <SettingTasks {...props} settingId={settingId} rows={rows} />
      ))}
      {gaps.length > shown.length && (
        <p class="govuk-body">
          The first {mostRows} of {printedCount(gaps.length)}; the CSV has them all.
        </p>
      )}
    </>
  );
}

function Why(): VNode {
  return (
    <InsetText>
      <p class="govuk-body">
        A child on two rolls is marked D by one setting when the other expects them. If the other has no mark that they
        came, both registers can look complete while nobody knows where the child is. Each side has the task: ask the
        other the same day.
      </p>
      <p class="govuk-body">A task closes by itself when the child is marked present there, or the D is corrected.</p>
    </InsetText>
  );
}

function Nothing({ state }: Pick<DualPageProps, 'state'>): VNode {
  return (
    <p class="govuk-body">
      {state === 'open'
        ? 'Every session marked D so far has a positive mark at the other setting, or there is still time for one.'
        : 'No task was closed.'}
    </p>
  );
}

interface SettingTasksProps extends DualPageProps {
  readonly settingId: number;
  readonly rows: readonly ListedGap[];
}

function SettingTasks(props: SettingTasksProps): VNode {
  const { settingId, rows, keepers } = props;
  const name = keepers.get(settingId)?.name ?? `Setting ${settingId}`;
  return (
    <section class="hw-section" aria-labelledby={`setting-${settingId}`}>
      <h2 class="govuk-heading-m" id={`setting-${settingId}`}>
        {name}
      </h2>
      <DataTable caption={`Tasks of ${name}`} columns={columnsOf(props)} rows={rows} density="small" />
    </section>
  );
}

/** What was found means different things, and asks for different things. */
function Meanings({ gaps }: Pick<DualPageProps, 'gaps'>): VNode {
  const present = gapFindings.filter((finding) => gaps.some(({ found }) => found === finding));
  return (
    <ul class="govuk-list govuk-list--bullet hw-measure">
      {present.map((finding) => (
        <li>{findingWords[finding]}</li>
      ))}
    </ul>
  );
}

function columnsOf({ keepers }: SettingTasksProps): readonly DataColumn<ListedGap>[] {
  return [
    {
      heading: 'Pupil',
      cell: (gap) => (
        <>
          {gap.givenName} {gap.surname}
          <br />
          <span class="hw-muted">{gap.class}</span>
        </>
      ),
    },
    { heading: 'Session', cell: (gap) => <SessionLink gap={gap} keeper={keepers.get(gap.settingId)} /> },
    { heading: 'What the registers say', cell: registersInShort },
    { heading: 'Other setting', cell: (gap) => <OtherSetting gap={gap} keeper={keepers.get(gap.otherSettingId)} /> },
    { heading: 'Raised', cell: ({ raisedAt }) => instantInWords(raisedAt) },
    { heading: 'Outcome', cell: (gap) => <Outcome gap={gap} /> },
  ];
}

/** A task of the reader's own: not in a table, because a form in a table is out of reach on a phone. */
function OwnTask(props: ClosingProps): VNode {
  const { gap, keepers } = props;
  const other = keepers.get(gap.otherSettingId);
  return (
    <article class="hw-section" aria-labelledby={`${idOf(gap)}-name`}>
      <h3 class="govuk-heading-s" id={`${idOf(gap)}-name`}>
        {gap.givenName} {gap.surname}, {gap.class}: <SessionLink gap={gap} keeper={keepers.get(gap.settingId)} />
      </h3>
      <p class="govuk-body">
        {registersSay(gap)} Other setting: <OtherSetting gap={gap} keeper={other} />.{' '}
        <span class="hw-muted">Raised {instantInWords(gap.raisedAt)}.</span>{' '}
        <a class="govuk-link" href={personDayPath(keepers.get(gap.settingId)?.urn ?? 0, gap.slot, gap.day)}>
          That day in every register
          <span class="govuk-visually-hidden">, {gap.givenName}</span>
        </a>
      </p>
      <Closing gap={gap} keepers={keepers} refused={props.refused} />
    </article>
  );
}

function SessionLink({ gap, keeper }: { readonly gap: ListedGap; readonly keeper: Keeper | undefined }): VNode {
  const words = `${dayInShort(gap.day)}, ${sessionWords(gap.session)}`;
  if (keeper?.unit !== 'session') return <>{words}</>;
  return (
    <a class="govuk-link" href={registerPath({ urn: keeper.urn, day: gap.day, session: gap.session })}>
      {words}
    </a>
  );
}

function OtherSetting({ gap, keeper }: { readonly gap: ListedGap; readonly keeper: Keeper | undefined }): VNode {
  if (!keeper)
    return <>{gap.otherSettingId === 0 ? 'none on the rolls kept here' : 'one whose rolls are not kept here'}</>;
  return <>{keeper.name}</>;
}

function Outcome({ gap }: { readonly gap: ListedGap }): VNode {
  return (
    <>
      {gap.outcome}
      <br />
      <span class="hw-muted">
        {gap.closedBy ?? 'Closed by the registers'}
        {gap.closedAt && `, ${instantInWords(gap.closedAt)}`}
      </span>
    </>
  );
}

interface ClosingProps extends DualPageProps {
  readonly gap: ListedGap;
}

function Closing({ gap, keepers, refused }: Pick<ClosingProps, 'gap' | 'keepers' | 'refused'>): VNode {
  const isRefused = refused !== undefined && idOf(refused) === idOf(gap);
  return (
    <Details summaryText={`Close ${gap.givenName}’s task`} open={isRefused}>
      <form method="post" action={dualRegistrationPath}>
        <input type="hidden" name="urn" value={keepers.get(gap.settingId)?.urn ?? 0} />
        <input type="hidden" name="day" value={gap.day} />
        <input type="hidden" name="session" value={sessionAddress(gap.session)} />
        <input type="hidden" name="slot" value={gap.slot} />
        <Input
          id={idOf(gap)}
          name="outcome"
          label={{ text: 'What was found out: where the child was, and who said so' }}
          autocomplete="off"
          errorMessage={isRefused ? { text: 'Say in a few words what was found out' } : undefined}
          attributes={{ maxlength: '500' }}
          value={isRefused ? refused.outcome : undefined}
        />
        <Button classes="govuk-button--secondary">Close this task</Button>
      </form>
    </Details>
  );
}

function idOf({ settingId, day, session, slot }: GapName): string {
  return `close-${settingId}-${day}-${session}-${slot}`;
}
