import type { VNode } from 'preact';
import { sitePaths } from './paths.ts';
import type { Standing } from './scope-asking.ts';
import type { ScopeMode } from './scope-personas.ts';

/** Who the reader is here as, and why they may see what they see, on one line; nothing where nobody can be anybody. */
export function standingBanner(standing: Standing, mode: ScopeMode, path: string): VNode | undefined {
  if (standing.kind === 'no-registers') return undefined;
  const change = `${sitePaths.scope}?from=${encodeURIComponent(path)}`;
  return (
    <>
      {mode === 'any' && (
        <p class="govuk-body">
          <strong>Nobody signs in here yet.</strong> Anybody who opens this page can choose any role. No record of a
          real child may be kept in this Headwater.
        </p>
      )}
      <p class="govuk-body">
        {standingWords(standing)}{' '}
        {path !== sitePaths.scope && (
          <a class="govuk-link" href={change}>
            {standing.kind === 'somebody' ? 'Change' : 'Choose a role'}
            {standing.kind === 'somebody' && <span class="govuk-visually-hidden"> who you are here as</span>}
          </a>
        )}
      </p>
    </>
  );
}

function standingWords(standing: Exclude<Standing, { kind: 'no-registers' }>): VNode {
  if (standing.kind === 'somebody') {
    const { actor, purpose } = standing.persona.scope;
    return (
      <>
        You are here as: <strong>{actor}</strong>, {purpose}.
      </>
    );
  }
  if (standing.because === 'gone') {
    return <>The role you chose is not known here, or no longer. You see published figures only.</>;
  }
  return <>You are here as nobody in particular: you see published figures only.</>;
}
