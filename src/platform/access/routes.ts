import { h } from 'preact';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { RolesPage } from './pages/roles-page.tsx';

/** Where the roles are listed. */
export const rolesPath = '/access/roles';

/** Who may see what, for anybody to read: without a sign-in, and without a child. */
export function accessRoutes(app: RouteServer, { shell }: { readonly shell: Shell }): void {
  app.get(rolesPath, { schema: { hide: true } }, (_request, reply) =>
    sendPage(reply, shell, {
      title: 'Who may see what',
      description: 'Every role in Headwater: whom it reaches, what it reads and what it may change.',
      path: rolesPath,
      children: h(RolesPage, {}),
    }),
  );
}
