import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with one line that a person or a script can read: `812 passed, 0 failed`. */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const results = [...module.children.allTests()].map((test) => test.result().state);
      // A file that fails before its tests are known counts as one failure.
      if (module.state() === 'failed' && !results.includes('failed')) counts.failed += 1;
      for (const state of results) counts[state === 'pending' ? 'skipped' : state] += 1;
    }
    process.on('exit', (code) => {
      // A run that failed before or after its tests, in its set-up for example, has failed all the same.
      const failed = code === 0 ? counts.failed : Math.max(1, counts.failed);
      const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
      process.stdout.write(`${counts.passed} passed, ${failed} failed${skipped}\n`);
    });
  }
}
