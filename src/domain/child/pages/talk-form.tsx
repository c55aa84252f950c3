import type { VNode } from 'preact';
import { Button } from '#foundation/ui/components/button.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import { talkPath } from '../paths.ts';

/** For whoever would rather talk than write. */
export function TalkForm({ learnerId }: { readonly learnerId: number }): VNode {
  return (
    <form method="post" action={talkPath(learnerId)} aria-label="Ask to talk to somebody" autocomplete="off">
      <Textarea
        id="talk-words"
        name="words"
        rows={2}
        label={{ text: 'What is it about?' }}
        hint={{ text: 'You can leave this empty' }}
      />
      <Button classes="govuk-button--secondary">I want to talk to somebody</Button>
    </form>
  );
}
