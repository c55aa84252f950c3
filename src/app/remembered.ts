import type { Clock } from '#foundation/kernel/effects.ts';

/** `ask`, asked again only when its last answer is older than `forMilliseconds`. A failure is not remembered. */
export function remembered<Answer>(
  { forMilliseconds, clock }: { readonly forMilliseconds: number; readonly clock: Clock },
  ask: () => Promise<Answer>,
): () => Promise<Answer> {
  let kept: { readonly until: number; readonly answer: Promise<Answer> } | undefined;
  return () => {
    const now = clock.now().getTime();
    if (kept && now < kept.until) return kept.answer;
    const answer = ask();
    kept = { until: now + forMilliseconds, answer };
    answer.catch(() => {
      kept = undefined;
    });
    return answer;
  };
}
