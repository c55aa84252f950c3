import type { AreaCodeFact, AreaFact, AreaOptions } from './area-facts.ts';
import { openDays } from './area-facts.ts';

/**
 * Codes, names, dates and regions: the Department for Education's reference list in
 * dfe-analytical-services/dfe-published-data-qa, data/las.csv at bcc7ca5 (MIT; codes OGL v3.0). It gives 1 January 2009,
 * the day the GSS coding begins, to everything older, which is read here as before our records begin.
 */
const authoritySource = 'dfe-analytical-services/dfe-published-data-qa@bcc7ca5: data/las.csv';

type AuthorityRow = (
  dfeCode: number,
  name: string,
  gss: string | readonly AreaCodeFact[],
  options?: AreaOptions,
) => AreaFact;

/** From this number upwards an id is ours alone: the place never had a three-digit code. */
const firstIdWithoutDfeCode = 1000;

/**
 * The authorities of one region. Each row's first number is the three-digit code, which is the area's id too: where a
 * place kept its three-digit code through a reorganisation (Somerset, Buckinghamshire) it is one area with several GSS
 * codes; where the Department gave a new one (Dorset, 835 and 838) it is two.
 */
export function authoritiesOf(
  regionId: number | undefined,
  rows: (la: AuthorityRow) => readonly AreaFact[],
): readonly AreaFact[] {
  return rows((areaId, name, gss, options = {}) => {
    const days = openDays(options);
    const gssCodes: readonly AreaCodeFact[] = typeof gss === 'string' ? [{ scheme: 'gss', code: gss, ...days }] : gss;
    const dfeCodes: readonly AreaCodeFact[] =
      areaId < firstIdWithoutDfeCode ? [{ scheme: 'dfe', code: String(areaId), ...days }] : [];
    return {
      areaId,
      kind: 'local-authority',
      name,
      ...(regionId === undefined ? {} : { parentId: regionId }),
      ...days,
      codes: [...gssCodes, ...dfeCodes],
      alsoKnownAs: options.alsoKnownAs ?? [],
      source: authoritySource,
      verified: true,
    };
  });
}
