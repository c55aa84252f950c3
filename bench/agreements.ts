import { exampleAgreements } from '#demo/exampleshire-agreements.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { categories } from '#platform/access/categories.ts';
import { sha256Of } from '#platform/agreement/canonical.ts';
import type { Question, Subject } from '#platform/agreement/compiled.ts';
import { compileAgreement, decide } from '#platform/agreement/compiled.ts';
import type { FieldName } from '#platform/agreement/fields.ts';
import { fieldsIn } from '#platform/agreement/fields.ts';
import { checkAgreement, writeAgreement } from '#platform/agreement/file.ts';
import type { AgreementEvent, History } from '#platform/agreement/history.ts';
import { quantile } from './measuring/running-headwater.ts';

/**
 * What one decision under an agreement costs in process, and what making an agreement ready costs: an agreement by case with
 * 2,000 children, signed, suspended and resumed, asked of every field in turn.
 * `npm run bench -- agreements [thousands of decisions] [rounds]`. Target: ≤ 5 µs a decision.
 */
const decisions = Number(process.argv[2] ?? 200) * 1_000;
const rounds = Number(process.argv[3] ?? 9);
const now = new Date('2026-01-15T10:00:00Z');

function history(): History {
  const [document] = exampleAgreements(plainDate('2026-01-15'));
  const checked = checkAgreement(document);
  if (!checked.ok) throw new Error('The agreement does not stand');
  const canonical = writeAgreement(checked.value);
  const sha256 = sha256Of(canonical);
  const organisations = { authority: 1, 'youth-justice': 2 };
  const did = ['drafted', 'signed', 'signed', 'suspended', 'resumed'] as const;
  const events = did.map(
    (one, index): AgreementEvent => ({
      eventNo: index + 1,
      version: 1,
      did: one,
      party: index === 2 ? 'youth-justice' : 'authority',
      at: new Date(now.getTime() - (10 - index) * 86_400_000),
      toldBy: 'a benchmark',
      sha256,
    }),
  );
  return {
    agreementId: 1,
    versions: [{ version: 1, document: checked.value, canonical, sha256, organisations }],
    events,
  };
}

const agreed = history();
const subjects = Array.from(
  { length: 2_000 },
  (_, learnerId): Subject => ({ learnerId, reachedBy: 'case', from: new Date(0) }),
);
const compiled = compileAgreement(agreed, subjects, now);
const fields = categories.flatMap((category) =>
  Object.keys(fieldsIn(category)).map((name) => `${category}.${name}` as FieldName),
);
const questions = Array.from(
  { length: 4_096 },
  (_, index): Question => ({
    field: fields[index % fields.length] ?? 'identity.name',
    purpose: 'youth-justice',
    from: 1,
    to: 2,
    at: now.getTime() - (index % 9) * 86_400_000,
    learnerId: index % 2_500,
  }),
);

const each: number[] = [];
let shown = 0;
for (let round = 0; round <= rounds; round += 1) {
  shown = 0;
  const started = performance.now();
  for (let index = 0; index < decisions; index += 1) {
    const question = questions[index & 4_095];
    if (question && decide(compiled, question).show !== 'nothing') shown += 1;
  }
  // The first round is for the engine to compile in.
  if (round > 0) each.push(((performance.now() - started) * 1_000) / decisions);
}
const compiling: number[] = [];
for (let round = 0; round < 200; round += 1) {
  const started = performance.now();
  compileAgreement(agreed, subjects, now);
  compiling.push(performance.now() - started);
}
console.log(
  `a decision: ${quantile(each, 0.5).toFixed(2)} µs (median of ${rounds} rounds of ${decisions}), worst ${Math.max(...each).toFixed(2)} µs`,
);
console.log(`${shown} of ${decisions} showed something`);
console.log(
  `making ready: ${quantile(compiling, 0.5).toFixed(2)} ms, p95 ${quantile(compiling, 0.95).toFixed(2)} ms, with 2,000 children`,
);
