import type { RouteServer } from '#platform/web/route-server.ts';

/** A form as a route sees it: a field that stands more than once is a list, in the order sent. */
export type FormBody = Readonly<Record<string, string | readonly string[]>>;

/** More than the largest page of ours sends: a register of 400 with a mark, a time and a reason each. */
const mostFields = 2_000;

/**
 * Lets routes be sent forms (`application/x-www-form-urlencoded`). What a route does not declare in its schema it does
 * not see; how long a body may be is the server's limit, or the route's own `bodyLimit`.
 */
export function readForms(app: RouteServer): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    const fields = formFields(String(body));
    if (fields && hasNul(fields))
      done(Object.assign(new Error('A field has a character that is none.'), { statusCode: 400 }));
    else if (fields) done(null, fields);
    else done(Object.assign(new Error(`A form may have ${mostFields} fields at most.`), { statusCode: 413 }));
  });
}

function hasNul(fields: FormBody): boolean {
  return Object.values(fields).some((value) => [value].flat().some((one) => one.includes('\u0000')));
}

/** The fields of a form's body; `undefined` when there are more than any form of ours has. */
export function formFields(body: string): FormBody | undefined {
  const gathered = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(body)) {
    count += 1;
    if (count > mostFields) return undefined;
    const values = gathered.get(name);
    if (values) values.push(value);
    else gathered.set(name, [value]);
  }
  // fromEntries defines its properties, so that a field called __proto__ is a field and nothing more.
  return Object.fromEntries(
    [...gathered].map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? '')]),
  );
}
