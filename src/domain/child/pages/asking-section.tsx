import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import { askCopyPath, fetchCopyPath, putRightPath } from '../paths.ts';
import { wantsToTalk } from '../rectification.ts';
import type { Rectification } from '../rectification-store.ts';
import type { AccessRequest } from '../subject-access-store.ts';
import type { MyRecordPageProps } from './my-record-page.tsx';
import { TalkForm } from './talk-form.tsx';

/** What a family can ask for, and what came of what they asked. */
export function AskingSection({ record, requests, corrections }: MyRecordPageProps): VNode {
  const { learnerId } = record;
  const waiting = requests.some(({ closedAt }) => closedAt === null);
  return (
    <section aria-labelledby="asking">
      <h2 class="govuk-heading-l" id="asking">
        What you can ask for
      </h2>
      <h3 class="govuk-heading-m">A copy of everything</h3>
      <p class="govuk-body hw-measure">
        You can have a copy of everything that is kept. It is free. Somebody at the school looks at it first, so that
        other people’s names stay private. You get it within a month.
      </p>
      {waiting ? (
        <p class="govuk-body">You have asked. The school is working on it.</p>
      ) : (
        <form method="post" action={askCopyPath(learnerId)} aria-label="Ask for a copy">
          <Button>Ask for a copy</Button>
        </form>
      )}
      {requests.length > 0 && <SummaryList rows={requests.map((one) => requestRow(learnerId, one))} />}
      <h3 class="govuk-heading-m">Put something right</h3>
      <p class="govuk-body hw-measure">
        Is something wrong?{' '}
        <a class="govuk-link" href={putRightPath(learnerId)}>
          Say what is wrong
        </a>
        , and what it should be. The school must answer within a month.
      </p>
      <Answers corrections={corrections.filter(({ about }) => about !== wantsToTalk)} />
      <h3 class="govuk-heading-m">Talk to somebody</h3>
      <p class="govuk-body hw-measure">
        You do not have to write it down. Somebody at school whose job is to keep children safe will come and talk with
        you.
      </p>
      <TalkForm learnerId={learnerId} />
      <Answers corrections={corrections.filter(({ about }) => about === wantsToTalk)} />
      <p class="govuk-body hw-measure">
        Not happy with an answer? You can ask the{' '}
        <a class="govuk-link" href="https://ico.org.uk/make-a-complaint/">
          Information Commissioner
        </a>{' '}
        to look at it.
      </p>
    </section>
  );
}

function requestRow(learnerId: number, one: AccessRequest) {
  const key = `Copy asked for on ${dayInWords(londonDay(one.askedAt))}`;
  if (one.outcome === 'given') {
    const link = (
      <a class="govuk-link" href={fetchCopyPath(learnerId, one.requestId)}>
        Get your copy
      </a>
    );
    return { key: { text: key }, value: { text: <>It is ready, for 30 days. {link}.</> } };
  }
  const text =
    one.outcome === 'refused'
      ? `The school said no: ${one.outcomeWords}`
      : `You will hear by ${dayInWords(one.dueOn)}.`;
  return { key: { text: key }, value: { text } };
}

function Answers({ corrections }: Pick<MyRecordPageProps, 'corrections'>): VNode | null {
  return corrections.length === 0 ? null : <SummaryList rows={corrections.map(correctionRow)} />;
}

function talkRow(one: Rectification) {
  const text = one.answer === null ? `Somebody will find you by ${dayInWords(one.dueOn)}.` : `${one.answerWords}`;
  return { key: { text: 'You asked to talk' }, value: { text } };
}

function correctionRow(one: Rectification) {
  if (one.about === wantsToTalk) return talkRow(one);
  const answers = { accepted: 'The school agrees', refused: 'The school does not agree' } as const;
  const answer =
    one.answer === null ? `You will hear by ${dayInWords(one.dueOn)}.` : `${answers[one.answer]}: ${one.answerWords}`;
  const kept = one.answer === 'refused' && one.statement !== null ? ' Your words stand beside the record.' : '';
  return {
    key: { text: `You said: ${one.wrong}` },
    value: { text: `It should be: ${one.shouldBe}. ${answer}${kept}` },
  };
}
